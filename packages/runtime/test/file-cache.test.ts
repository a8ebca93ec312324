import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { load, type TranspileCache, type Transpiled } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import { MANIFEST } from "./fixtures/probe-component.ts";

const TRANSPILED: Transpiled = {
  glue: "export const glue = '\u{1f600}';",
  modules: { "component.core.wasm": Uint8Array.of(0, 1, 2), "component.core2.wasm": new Uint8Array(0) },
  imports: ["airssys:wasm/storage"],
  exports: {
    types: [{ kind: "string" }, { kind: "record", fields: [{ name: "title", type: 0 }] }],
    functions: [{ from: null, name: "add", isAsync: false, parameters: [{ name: "note", type: 1 }], result: null }],
  },
};

/** Returns the content of an entry, with bytes as plain arrays so that their class does not matter. */
async function kept(cache: TranspileCache, key = "key") {
  const entry = await cache.get(key);
  return entry && { ...entry, modules: plain(entry.modules) };
}

const plain = (modules: Transpiled["modules"]) =>
  Object.fromEntries(Object.entries(modules).map(([name, bytes]) => [name, [...bytes]]));

const EXPECTED = { ...TRANSPILED, modules: plain(TRANSPILED.modules) };

/** Ways to damage an entry. */
const DAMAGES: Readonly<Record<string, (entry: string) => void>> = {
  "is without its glue": (entry) => rmSync(join(entry, "glue.js")),
  "is without what else was made": (entry) => rmSync(join(entry, "made.json")),
  "has something else in its place": (entry) => writeFileSync(join(entry, "made.json"), "{}"),
  "is without its index": (entry) => rmSync(join(entry, "index.json")),
  "is without a module": (entry) => rmSync(join(entry, "component.core.wasm")),
  "is without a module of no bytes": (entry) => rmSync(join(entry, "component.core2.wasm")),
  "has a module that was cut off": (entry) => truncateSync(join(entry, "component.core.wasm"), 1),
  "has another module": (entry) => writeFileSync(join(entry, "component.core.wasm"), Uint8Array.of(0, 1, 3)),
  "has an index that was cut off": (entry) => truncateSync(join(entry, "index.json"), 20),
  "has an index of something else": (entry) => writeFileSync(join(entry, "index.json"), "[]"),
  "is one of an earlier version, which knew no types": (entry) => {
    rmSync(join(entry, "made.json"));
    const index = JSON.parse(readFileSync(join(entry, "index.json"), "utf8"));
    index.digests = Object.fromEntries(Object.entries(index.digests).filter(([file]) => file !== "made.json"));
    writeFileSync(join(entry, "index.json"), JSON.stringify(index));
  },
  "is a file": (entry) => {
    rmSync(entry, { recursive: true });
    writeFileSync(entry, "text");
  },
};

describe("a cache in a folder", () => {
  it("returns what was stored, also when it is opened later, and nothing else", async () => {
    const folder = join(temporaryFolder(), "below", "another");
    expect(await fileCache(folder).get("key")).toBeUndefined();
    await fileCache(folder).set("key", TRANSPILED);
    await fileCache(folder).set("key", TRANSPILED);
    expect(await kept(fileCache(folder))).toEqual(EXPECTED);
    expect(await fileCache(folder).get("other")).toBeUndefined();
    expect(readdirSync(folder)).toEqual(["key"]);
  });

  it.each(Object.entries(DAMAGES))("ignores an entry that %s, and stores it again", async (_what, damage) => {
    const folder = temporaryFolder();
    const cache = fileCache(folder);
    await cache.set("key", TRANSPILED);
    damage(join(folder, "key"));
    expect(await kept(cache)).toBeUndefined();
    await cache.set("key", TRANSPILED);
    expect(await kept(cache)).toEqual(EXPECTED);
    expect(readdirSync(folder)).toEqual(["key"]);
  });

  it("does not accept an entry of another component", async () => {
    const folder = temporaryFolder();
    await fileCache(folder).set("one", TRANSPILED);
    renameSync(join(folder, "one"), join(folder, "other"));
    expect(await fileCache(folder).get("other")).toBeUndefined();
  });

  it("stores the whole result of transpiling a component", async () => {
    const more = { ...TRANSPILED, further: { of: "it" } };
    const folder = temporaryFolder();
    await fileCache(folder).set("key", more);
    expect(await kept(fileCache(folder))).toMatchObject({ further: { of: "it" } });
  });

  describe.skipIf(process.getuid === undefined)("where files have owners", () => {
    it("writes files that only their owner can access", async () => {
      const folder = join(temporaryFolder(), "cache");
      await fileCache(folder).set("key", TRANSPILED);
      const modes = readdirSync(join(folder, "key")).map((file) => statSync(join(folder, "key", file)).mode & 0o777);
      expect(new Set(modes)).toEqual(new Set([0o600]));
    });

    it.each(["glue.js", "index.json", "component.core.wasm"])(
      "does not use an entry whose %s others may write",
      async (file) => {
        const folder = temporaryFolder();
        await fileCache(folder).set("key", TRANSPILED);
        chmodSync(join(folder, "key", file), 0o666);
        expect(await fileCache(folder).get("key")).toBeUndefined();
      },
    );

    it.skipIf(process.getuid?.() !== 0)("does not use an entry of another user", async () => {
      const folder = temporaryFolder();
      await fileCache(folder).set("key", TRANSPILED);
      chownSync(join(folder, "key", "glue.js"), 65_534, 65_534);
      expect(await fileCache(folder).get("key")).toBeUndefined();
    });
  });

  it("keeps an entry intact when many processes write it at once", async () => {
    const folder = temporaryFolder();
    await Promise.all(Array.from({ length: 10 }, () => fileCache(folder).set("key", TRANSPILED)));
    expect(await kept(fileCache(folder))).toEqual(EXPECTED);
    expect(readdirSync(folder)).toEqual(["key"]);
  });
});

describe("a component that is loaded", () => {
  const bytes = parse(
    '(component (core module $m (func (export "f") (result i32) (i32.const 7)))\
    (core instance $i (instantiate $m)) (func (export "f") (result u32) (canon lift (core func $i "f"))))',
  );

  async function mapAnswer(cache: TranspileCache): Promise<unknown> {
    const component = await load(await bytes, { host: openHost({ backend: openMemory() }), manifest: MANIFEST, cache });
    return (await component.start()).call("f");
  }

  it("is found in the folder, and transpiled again if its entry was damaged", async () => {
    const folder = temporaryFolder();
    const cache = fileCache(folder);
    expect(await mapAnswer(cache)).toBe(7);
    const entry = join(folder, readdirSync(folder)[0] as string);
    for (const file of readdirSync(entry)) {
      rmSync(join(entry, file));
      expect(await mapAnswer(cache)).toBe(7);
      expect(readdirSync(entry)).toContain(file);
    }
  });

  it("works without a writable folder, and reports the reason if asked", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "text");
    const errors: unknown[] = [];
    expect(await mapAnswer(fileCache(join(file, "cache"), { onError: (error) => errors.push(error) }))).toBe(7);
    expect(errors).toEqual([expect.objectContaining({ code: "ENOTDIR" })]);
    expect(await mapAnswer(fileCache(join(file, "cache")))).toBe(7);
  });

  it("works with a cache that always fails", async () => {
    const errors: unknown[] = [];
    const fail = (what: string) => () => Promise.reject(new Error(what));
    const cache = { get: fail("get"), set: fail("set"), onError: (error: unknown) => errors.push(error) };
    expect(await mapAnswer(cache)).toBe(7);
    expect(errors.map(String)).toEqual(["Error: get", "Error: set"]);
  });
});
