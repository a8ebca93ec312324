import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { openFiles } from "@airssys/backend-files";
import { openStore } from "@airssys/host";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, onTestFinished, test } from "vitest";

const failure = (code: string) => expect.objectContaining({ name: "BackendError", code, outcome: "not-committed" });

function storeWith(key: string, value: string) {
  const path = join(temporaryFolder(), "store");
  const backend = openFiles({ path });
  onTestFinished(() => backend.close());
  write(backend, put(key, value));
  return { path, backend, values: join(path, "values") };
}

test("a value is in a file that a person finds and reads, and is edited, added and removed while nobody has the store open", () => {
  const { path, backend, values } = storeWith("component:notes:note:1", "milk");
  write(backend, put("component:notes:note:2", "eggs"));
  const file = join(values, "component=notes", "note=1.value");
  expect(readFileSync(file, "utf8")).toBe("milk");
  backend.close();
  writeFileSync(file, "butter");
  writeFileSync(join(values, "component=notes", "note=3.value"), "bread");
  rmSync(join(values, "component=notes", "note=2.value"));
  for (const name of [".note=1.value.swp", "note=1.value~", "._note=1.value", "notes.txt"])
    writeFileSync(join(values, "component=notes", name), "left by a program");
  const again = openFiles({ path });
  expect(again.scan({}).entries.map(({ key, value }) => [text(key), text(value)])).toEqual([
    ["component:notes:note:1", "butter"],
    ["component:notes:note:3", "bread"],
  ]);
  again.close();
});

test("a name that no key has is refused, and so is a link", () => {
  const { path, backend, values } = storeWith("a", "1");
  backend.close();
  writeFileSync(join(values, "My Note.value"), "text");
  expect(() => openFiles({ path })).toThrow(failure("corrupt"));
  rmSync(join(values, "My Note.value"));
  symlinkSync("/etc/hostname", join(values, "b.value"));
  expect(() => openFiles({ path })).toThrow(failure("corrupt"));
});

test("a folder of something else is refused and not touched", () => {
  const path = temporaryFolder();
  writeFileSync(join(path, "letter.txt"), "Dear");
  expect(() => openFiles({ path })).toThrow(failure("corrupt"));
  expect(readdirSync(path)).toEqual(["letter.txt"]);
});

test("a store that has lost its marker is not begun anew over its values", () => {
  const { path, backend } = storeWith("a", "1");
  backend.close();
  rmSync(join(path, "store.json"));
  expect(() => openFiles({ path })).toThrow(failure("corrupt"));
});

test("a store that is open is refused to others, in the same process and in another, until its process is killed", {
  timeout: 60_000,
}, async () => {
  const path = join(temporaryFolder(), "store");
  const child = new Child(new URL("./children/holder.ts", import.meta.url), [path]);
  await child.spoken();
  for (const readOnly of [false, true]) expect(() => openFiles({ path, readOnly })).toThrow(failure("in-use"));
  child.process.kill("SIGKILL");
  await child.ended;
  const backend = openFiles({ path });
  expect(text(backend.get(bytes("held")))).toBe("1");
  expect(() => openFiles({ path })).toThrow(failure("in-use"));
  backend.close();
  const readers = [1, 2].map(() => openFiles({ path, readOnly: true }));
  expect(() => openFiles({ path })).toThrow(failure("in-use"));
  for (const reader of readers) reader.close();
  openFiles({ path }).close();
});

test("a reader that finds no store creates none", () => {
  const path = join(temporaryFolder(), "store");
  expect(() => openFiles({ path, readOnly: true })).toThrow(failure("io"));
  expect(existsSync(path)).toBe(false);
});

test("a store that was moved or replaced refuses commits", () => {
  const { path, backend } = storeWith("a", "1");
  renameSync(path, `${path}-away`);
  expect(() => write(backend, put("a", "2"))).toThrow(failure("moved"));
  cpSync(`${path}-away`, path, { recursive: true });
  expect(() => write(backend, put("a", "2"))).toThrow(failure("moved"));
  expect(readFileSync(join(path, "values", "a.value"), "utf8")).toBe("1");
});

test("a value whose file was removed under the store is an error and not an absent key", () => {
  const { backend, values } = storeWith("a", "1");
  rmSync(join(values, "a.value"));
  expect(() => backend.get(bytes("a"))).toThrow(failure("corrupt"));
});

test("a commit that has happened and is not completed is completed by whoever opens the store for writing", () => {
  const { path, backend, values } = storeWith("a", "1");
  write(backend, put("b", "2"));
  const intent = join(path, "intent");
  // As a process leaves it that ends right after it has made a commit happen: what was staged is not moved yet.
  rmSync(join(values, "b.value"));
  mkdirSync(join(values, "b.value"));
  expect(() => write(backend, put("b", "3"), { type: "delete", key: bytes("a") })).toThrow(
    expect.objectContaining({ code: "io", outcome: "unknown" }),
  );
  expect(() => backend.get(bytes("a"))).toThrow(failure("io"));
  backend.close();
  rmSync(join(values, "b.value"), { recursive: true });
  expect(readFileSync(intent, "utf8")).not.toBe("");
  expect(() => openFiles({ path, readOnly: true })).toThrow(failure("read-only"));
  const again = openFiles({ path });
  expect(again.scan({}).entries.map(({ key, value }) => [text(key), text(value)])).toEqual([["b", "3"]]);
  expect([readFileSync(intent, "utf8"), readdirSync(join(path, "staged"))]).toEqual(["", []]);
  again.close();
});

test("a commit whose record is torn has not happened", () => {
  const { path, backend } = storeWith("a", "1");
  backend.close();
  writeFileSync(join(path, "intent"), `${"0".repeat(64)}\n[{"path":["a.value"]}]`);
  writeFileSync(join(path, "staged", "0"), "left");
  const again = openFiles({ path });
  expect(text(again.get(bytes("a")))).toBe("1");
  again.close();
  expect(readdirSync(join(path, "staged"))).toEqual([]);
});

test("a store of the host keeps values, usage and expiry, and verifies, before and after it is opened again", () => {
  const path = join(temporaryFolder(), "store");
  let now = 1_000_000;
  const open = () => {
    const backend = openFiles({ path });
    return { backend, notes: openStore({ backend, clock: () => now }).open("component:notes") };
  };
  const first = open();
  first.notes.set("note/1", bytes("milk"));
  first.notes.set("brief", bytes("1"), { ttlSeconds: 10 });
  expect(first.notes.usage()).toEqual({ bytes: 16, keys: 2 });
  first.backend.close();
  expect(readFileSync(join(path, "values", "component=notes", "note,1.value"), "utf8").endsWith("milk")).toBe(true);
  now += 10_000;
  const second = open();
  expect(second.notes.get("brief")).toBeUndefined();
  expect(second.notes.usage()).toEqual({ bytes: 10, keys: 1 });
  expect(second.notes.verify().faults).toEqual([]);
  second.backend.close();
});

test("options that are off are a mistake of the caller", () => {
  const open = openFiles as (options?: unknown) => unknown;
  expect(() => open({})).toThrow(new TypeError("path must be the path of a folder, not undefined"));
  expect(() => open({ path: "a", multiProcess: true })).toThrow(
    new TypeError('"multiProcess" is no option of openFiles; known: path, readOnly'),
  );
  expect(() => open({ path: "a".repeat(1_001) })).toThrow(failure("invalid"));
});
