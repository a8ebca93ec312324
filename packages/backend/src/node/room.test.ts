import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hasRoom } from "./room.ts";

function folderOfStore(): string {
  const folder = mkdtempSync(join(tmpdir(), "airssys-room-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "store"), new Uint8Array(8_192));
  return folder;
}

test("a disk that takes a page has room, and nothing is left of it", () => {
  const folder = folderOfStore();
  expect(hasRoom(join(folder, "store"))).toBe(true);
  expect(existsSync(join(folder, `room-${process.pid}`))).toBe(false);
});

test("an answer is given where the page cannot be written, and not be removed either", () => {
  const folder = folderOfStore();
  mkdirSync(join(folder, `room-${process.pid}`)); // in the way of the file
  expect(hasRoom(join(folder, "store"))).toBe(true);
});
