import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { WhileUnchanged } from "./while-unchanged.ts";

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "airssys-unchanged-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "file");
  writeFileSync(file, "1");
  return file;
}

describe("what is made of files", () => {
  it("is made once, also for many who ask at once, for each key", async () => {
    const made = new WhileUnchanged<number>();
    const files = [newFile()];
    let count = 0;
    const get = (key: string) => made.get(key, async () => ({ value: ++count, files }));
    expect(await Promise.all([get("a"), get("a"), get("b")])).toEqual([1, 1, 2]);
    expect(await get("a")).toBe(1);
  });

  it("is made again when a file was written, came or went", async () => {
    const made = new WhileUnchanged<number>();
    const file = newFile();
    let count = 0;
    const get = () => made.get("key", async () => ({ value: ++count, files: [file] }));
    expect(await get()).toBe(1);
    writeFileSync(file, "22");
    expect(await Promise.all([get(), get(), get()])).toEqual([2, 2, 2]);
    rmSync(file);
    expect(await get()).toBe(3);
    expect(await get()).toBe(3);
    writeFileSync(file, "22");
    expect(await get()).toBe(4);
  });

  it("is tried again when it failed", async () => {
    const made = new WhileUnchanged<number>();
    const failing = () => made.get("key", () => Promise.reject(new Error("no")));
    await expect(Promise.all([failing(), failing()])).rejects.toThrow("no");
    expect(await made.get("key", async () => ({ value: 1, files: [] }))).toBe(1);
  });
});
