import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { Child } from "@airssys/test-kit/child";
import { mount, NOT_MOUNTABLE } from "@airssys/test-kit/mount";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { describe, expect, it } from "vitest";
import { openStore } from "../src/index.ts";
import { reportsOf, Witness } from "./witness.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** Too little for what the writer holds at its fullest, enough for much of what it does. */
const ROOM_BYTES = 90_000;

describe.each(["alone", "grouped"])("on a full disk, with commits %s,", (way) => {
  it("transactions fail as not committed, lose nothing, and work again in the same process once there is space", {
    timeout: 60_000,
  }, async ({ skip }) => {
    const disk = mount(2 * 1_048_576);
    if (disk === undefined) return skip(NOT_MOUNTABLE);
    const [path, ballast] = [join(disk, "store"), join(disk, "ballast")];
    writeFileSync(ballast, new Uint8Array(2 * 1_048_576 - ROOM_BYTES));
    const { code, lines } = await new Child(new URL("./children/writer.ts", import.meta.url), [
      path,
      way,
      "300",
      ballast,
    ]).ended;
    expect([code, existsSync(ballast)]).toEqual([0, false]);
    const reports = reportsOf(lines);
    const failures = reports.filter((report) => report.code !== undefined);
    expect(failures.length).toBeGreaterThanOrEqual(12);
    for (const failure of failures) expect(failure).toMatchObject({ code: "full", outcome: "not-committed" });
    expect(reports.at(-1)).toMatchObject({ number: 300, code: undefined });
    new Witness(way).expectKept(path, reports);
  });
});

describe("on a read-only file system", () => {
  it("a store can be read through a read-only handle, and each write fails as read-only", ({ skip }) => {
    const disk = mount(4 * 1_048_576);
    if (disk === undefined) return skip(NOT_MOUNTABLE);
    const path = join(disk, "store");
    const writer = openLmdb({ path });
    openStore({ backend: writer }).open("app:test").set("a", bytes("1"));
    writer.close();
    execFileSync("mount", ["-o", "remount,ro", disk]);
    expect(() => openLmdb({ path })).toThrow(expect.objectContaining({ name: "BackendError", code: "read-only" }));
    expectReadOnly(path);
  });
});

describe("through a read-only handle", () => {
  it("a store can be read, and each write fails as read-only", () => {
    const path = join(temporaryFolder(), "store");
    const writer = openLmdb({ path });
    openStore({ backend: writer }).open("app:test").set("a", bytes("1"));
    writer.close();
    expectReadOnly(path);
  });

  it("an empty backend does not become a store", () => {
    const path = join(temporaryFolder(), "store");
    mkdirSync(path);
    openLmdb({ path }).close();
    const backend = openLmdb({ path, readOnly: true });
    expect(() => openStore({ backend })).toThrow(expect.objectContaining({ name: "BackendError", code: "read-only" }));
    backend.close();
  });
});

function expectReadOnly(path: string): void {
  const backend = openLmdb({ path, readOnly: true, nobodyWrites: true });
  const store = openStore({ backend, clock: () => 1 }).open("app:test");
  const refusal = expect.objectContaining({ name: "BackendError", code: "read-only", outcome: "not-committed" });
  expect(() => store.set("a", bytes("2"))).toThrow(refusal);
  expect(() => store.clear()).toThrow(refusal);
  expect(() => store.transaction((transaction) => transaction.delete("a"))).toThrow(refusal);
  expect(store.get("a")).toEqual(bytes("1"));
  expect(store.usage()).toEqual({ bytes: 2, keys: 1 });
  expect(store.sweep()).toBe(0);
  expect(store.verify().faults).toEqual([]);
  backend.close();
}
