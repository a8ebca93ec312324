import { readFileSync } from "node:fs";
import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { keyFault } from "@airssys/protocol";
import { ENGINES } from "@airssys/test-kit/engines";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Binding, type Grants, type Host, type HostOptions, openHost } from "../src/index.ts";
import { bytes, guest, refusal, text } from "./guest.ts";

const ADMIN: Grants = { access: "admin", quotaBytes: 100_000_000, namespaces: { "app:news": { access: "admin" } } };
const NOW = 1_767_225_600_000;
const MEBIBYTE = 1_048_576;

const lineOf = (key: string, value = "", expiresAt?: number) =>
  `${JSON.stringify({ key, value: Buffer.from(value).toString("base64"), ...(expiresAt && { expiresAt }) })}\n`;

/** Every chunk of a namespace. */
async function exported(binding: Binding): Promise<string[]> {
  const chunks: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const chunk = await guest(binding).transfer.storageExport(cursor);
    chunks.push(chunk.lines);
    cursor = chunk.cursor;
    if (cursor === undefined) return chunks;
  }
}

/** Everything that a namespace holds, without versions. */
async function contents(binding: Binding) {
  const { ranges, batch } = guest(binding);
  const found: [string, string, bigint | undefined][] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ranges.storageScan("", cursor, 1_000);
    for (const { key, value } of page.entries) {
      const entry = await batch.storageGetEntry(key);
      found.push([key, Buffer.from(value).toString("base64"), entry?.expiresAt]);
    }
    cursor = page.cursor;
    if (cursor === undefined) return found;
  }
}

describe.each(ENGINES)("storage-transfer over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let host: Host;
  let binding: Binding;
  let clock: number;

  beforeEach(async () => {
    opened = engine.open();
    clock = NOW;
    host = await openHost({ backend: opened.backend, clock: () => clock });
    binding = host.bind("notes", ADMIN);
  });
  afterEach(() => opened.close());

  const transfer = () => guest(binding).transfer;
  const storage = () => guest(binding).storage;
  const usage = () => guest(binding).usage.storageUsage();
  const elsewhere = (options: Partial<HostOptions<"sync">> = {}) =>
    openHost({ backend: openMemory(), clock: () => clock, ...options }).bind("elsewhere", ADMIN);

  it("exports a line for each key in the order of keys, as the contract defines", async () => {
    await storage().storageSet("users/bob", Uint8Array.of(0, 255));
    await guest(binding).ttl.storageSetWithTtl("users/alice", bytes("hello"), 60n);
    await storage().storageSet('"\\\u{1f600}', new Uint8Array(0));
    expect(await transfer().storageExport(undefined)).toEqual({
      lines:
        '{"key":"\\"\\\\\u{1f600}","value":""}\n' +
        `{"key":"users/alice","value":"aGVsbG8=","expiresAt":${NOW + 60_000}}\n` +
        '{"key":"users/bob","value":"AP8="}\n',
    });
  });

  it("exports no lines of an empty namespace, and imports no lines", async () => {
    expect(await transfer().storageExport(undefined)).toEqual({ lines: "" });
    expect(await transfer().storageImport("")).toBe(0n);
  });

  it("moves every kind of entry to another namespace, in chunks and in any order", async () => {
    const { storage: from, ttl } = guest(binding);
    const keys = ["a", "\u{10ffff}", "é", "\u{ffff}", "x".repeat(256), "\u2028", '"', "\\u0000", " ", "é".repeat(128)];
    for (const [index, key] of keys.entries()) await from.storageSet(key, new Uint8Array(index).fill(index));
    await from.storageSet(
      "all bytes",
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
    );
    await from.storageSet("largest", new Uint8Array(MEBIBYTE).fill(7));
    await ttl.storageSetWithTtl("expires", bytes("soon"), 1n);
    await ttl.storageSetWithTtl("expires late", new Uint8Array(0), 8_000_000_000_000n);
    const chunks = await exported(binding);
    for (const target of [elsewhere(), await sharedTarget()]) {
      for (const chunk of chunks.toReversed()) await guest(target).transfer.storageImport(chunk);
      expect(await contents(target)).toEqual(await contents(binding));
      expect((await exported(target)).join("")).toBe(chunks.join(""));
      expect((await guest(target).usage.storageUsage()).usedBytes).toBe((await usage()).usedBytes);
    }
  });

  /** A shared namespace of the same store, entered. */
  async function sharedTarget(): Promise<Binding> {
    const shared = host.bind("other", ADMIN);
    await guest(shared).namespaces.storageEnter("app:news");
    return shared;
  }

  it("exports exactly the bytes that it has imported, for any entries", async () => {
    const key = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
      .filter((each) => keyFault(each) === undefined);
    const entry = fc.record(
      { key, value: fc.uint8Array({ maxLength: 40 }), seconds: fc.bigInt({ min: 1n, max: 10n ** 9n }) },
      { requiredKeys: ["key", "value"] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 12 }), async (entries) => {
        await storage().storageClear();
        for (const { key: name, value, seconds } of entries) {
          if (seconds === undefined) await storage().storageSet(name, value);
          else await guest(binding).ttl.storageSetWithTtl(name, value, seconds);
        }
        const lines = (await exported(binding)).join("");
        const target = await openHost({ backend: promised(openMemory()), clock: () => clock });
        const there = target.bind("notes", ADMIN);
        await guest(there).transfer.storageImport(lines);
        expect(await contents(there)).toEqual(await contents(binding));
        await storage().storageClear();
        await transfer().storageImport((await exported(there)).join(""));
        expect((await exported(binding)).join("")).toBe(lines);
      }),
      { numRuns: 30 },
    );
  });

  it("cuts chunks between lines after about 1 MiB of text, and gives a larger entry its own chunk", async () => {
    binding.begin();
    for (let index = 0; index < 40; index++) {
      await storage().storageSet(`key-${String(index).padStart(2, "0")}`, new Uint8Array(100_000));
    }
    await storage().storageSet("z", new Uint8Array(MEBIBYTE));
    await binding.commit();
    const chunks = await exported(binding);
    const lengths = chunks.map(({ length }) => length);
    expect(chunks.length).toBe(6); // 5 of 8 lines, and the largest one
    for (const length of lengths.slice(0, -1)) {
      expect(length).toBeGreaterThanOrEqual(MEBIBYTE);
      expect(length).toBeLessThan(MEBIBYTE + 133_400);
    }
    expect(chunks.every((chunk) => chunk.endsWith("\n"))).toBe(true);
    const keys = chunks
      .join("")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).key);
    expect(keys).toEqual(await storage().storageKeys(undefined));
  });

  it("ends without a cursor when the last line fills the chunk", async () => {
    await storage().storageSet("a", new Uint8Array(MEBIBYTE));
    expect((await transfer().storageExport(undefined)).cursor).toBeUndefined();
    await storage().storageSet("b", new Uint8Array(0));
    const { cursor } = await transfer().storageExport(undefined);
    expect(await transfer().storageExport(cursor)).toEqual({ lines: '{"key":"b","value":""}\n' });
  });

  it("accepts cursors of the range of all keys, and no others", async () => {
    for (const key of ["a", "b", "c"]) await storage().storageSet(key, new Uint8Array(0));
    const { ranges } = guest(binding);
    const everything = await ranges.storageRangeKeys({}, { reverse: false, limit: 1 }, undefined);
    expect((await transfer().storageExport(everything.cursor)).lines).toBe(lineOf("b") + lineOf("c"));
    for (const [range, reverse] of [
      [{}, true],
      [{ start: "a" }, false],
    ] as const) {
      const { cursor } = await ranges.storageRangeKeys(range, { reverse, limit: 1 }, undefined);
      expect(await refusal(transfer().storageExport(cursor))).toMatchObject({ tag: "invalid-argument" });
    }
  });

  it("exports the writes of the call, and imports for the call alone until it commits", async () => {
    await storage().storageSet("a", bytes("1"));
    binding.begin();
    expect(await transfer().storageImport(lineOf("b", "2") + lineOf("a", "3"))).toBe(2n);
    expect((await transfer().storageExport(undefined)).lines).toBe(lineOf("a", "3") + lineOf("b", "2"));
    binding.rollback();
    expect((await transfer().storageExport(undefined)).lines).toBe(lineOf("a", "1"));
  });

  it("keeps keys that have no line, uses the last of two lines of a key, and returns the number of lines", async () => {
    await storage().storageSet("a", bytes("1"));
    await storage().storageSet("b", bytes("1"));
    expect(await transfer().storageImport(lineOf("b", "2") + lineOf("c", "3") + lineOf("b", "4"))).toBe(3n);
    expect((await transfer().storageExport(undefined)).lines).toBe(
      lineOf("a", "1") + lineOf("b", "4") + lineOf("c", "3"),
    );
  });

  it("skips entries that have expired, and removes the stored entries of their keys", async () => {
    await storage().storageSet("a", bytes("1"));
    const lines =
      lineOf("a", "2", NOW) + lineOf("b", "2", NOW - 1) + lineOf("c", "2", 100_000_000_000) + lineOf("d", "2", NOW + 1);
    expect(await transfer().storageImport(lines)).toBe(4n);
    expect(await storage().storageKeys(undefined)).toEqual(["d"]);
    clock = NOW + 1;
    expect(await storage().storageKeys(undefined)).toEqual([]);
    expect(await usage()).toMatchObject({ usedBytes: 0n, keyCount: 0n });
  });

  it("removes the expiry of a key whose line has none", async () => {
    await guest(binding).ttl.storageSetWithTtl("a", bytes("1"), 10n);
    await transfer().storageImport(lineOf("a", "2"));
    expect(await guest(binding).ttl.storageGetTtl("a")).toBeUndefined();
  });

  it("accepts lines with other spaces, members in another order, a carriage return, and no line feed at the end", async () => {
    const lines = ' { "value" : "MQ==" , "key" : "a" } \r\n{"expiresAt":1e15,"key":"\\u0062","value":"Mg=="}';
    expect(await transfer().storageImport(lines)).toBe(2n);
    expect(await contents(binding)).toEqual([
      ["a", "MQ==", undefined],
      ["b", "Mg==", 1_000_000_000_000_000n],
    ]);
  });

  it.each([
    ["nothing", ""],
    ["spaces", "  "],
    ["no JSON", '{"key":"a","value":""'],
    ["two objects", '{"key":"a","value":""}{"key":"b","value":""}'],
    ["a byte order mark", '\u{feff}{"key":"a","value":""}'],
    ["null", "null"],
    ["a number", "1"],
    ["a text", '"a"'],
    ["an array", '[{"key":"a","value":""}]'],
    ["no key", '{"value":""}'],
    ["no value", '{"key":"a"}'],
    ["a key that is no text", '{"key":1,"value":""}'],
    ["a value that is no text", '{"key":"a","value":null}'],
    ["a member that is unknown", '{"key":"a","value":"","ttl":1}'],
    ["a member of JavaScript's own", '{"key":"a","value":"","__proto__":{}}'],
    ["members of a prototype", '{"__proto__":{"key":"a","value":""}}'],
    ["Base64 without padding", '{"key":"a","value":"MQ"}'],
    ["Base64 for addresses", '{"key":"a","value":"_-8="}'],
    ["Base64 with a space", '{"key":"a","value":"MQ= ="}'],
    ["Base64 with a line feed", '{"key":"a","value":"MQ==\\n"}'],
    ["Base64 with bits left over", '{"key":"a","value":"MR=="}'],
    ["one character of Base64", '{"key":"a","value":"M"}'],
    ["an expiry that is a text", '{"key":"a","value":"","expiresAt":"1"}'],
    ["an expiry in seconds", '{"key":"a","value":"","expiresAt":1767225600}'],
    ["an expiry that is null", '{"key":"a","value":"","expiresAt":null}'],
    ["an expiry at 0", '{"key":"a","value":"","expiresAt":0}'],
    ["an expiry before 1970", '{"key":"a","value":"","expiresAt":-1}'],
    ["half an expiry", '{"key":"a","value":"","expiresAt":1767225600000.5}'],
    ["an expiry that is never reached", '{"key":"a","value":"","expiresAt":9007199254740992}'],
    ["depth", "[".repeat(100_000)],
  ])("refuses a line with %s, says which it was, and leaves nothing behind", async (_what, line) => {
    const good = lineOf("good", "1");
    const refused = { tag: "invalid-argument", val: expect.stringMatching(/^line 2: .{10,180}$/) };
    expect(await refusal(transfer().storageImport(`${good}${line}\n${good}`))).toEqual(refused);
    expect(await usage()).toMatchObject({ usedBytes: 0n, keyCount: 0n });
    binding.begin();
    await storage().storageSet("of the call", bytes("1"));
    expect(await refusal(transfer().storageImport(`${good}${line}\n`))).toEqual(refused);
    expect(await storage().storageKeys(undefined)).toEqual(["of the call"]);
    await binding.commit();
    expect(await storage().storageKeys(undefined)).toEqual(["of the call"]);
  });

  it.each([
    ["", "line 2: the key must not be empty"],
    ["a\nb", "line 2: the key must not contain control characters, found U+000A at index 1"],
    ["\u{feff}", "line 2: the key must not begin with a byte order mark (U+FEFF)"],
    ["\u{d800}", "line 2: the key must be well-formed Unicode, found the lone surrogate U+D800 at index 0"],
    ["x".repeat(257), "line 2: the key must be at most 256 bytes of UTF-8, got 257"],
  ])("refuses the key %j, says of which line it is, and leaves nothing behind", async (key, val) => {
    const refused = { tag: "invalid-key", val };
    expect(await refusal(transfer().storageImport(lineOf("good") + lineOf(key)))).toEqual(refused);
    expect(await storage().storageKeys(undefined)).toEqual([]);
  });

  it("refuses a value that is too large, and imports nothing", async () => {
    const value = "x".repeat(MEBIBYTE + 1);
    const refused = { tag: "value-too-large", val: BigInt(MEBIBYTE) };
    expect(await refusal(transfer().storageImport(lineOf("good") + lineOf("a", value)))).toEqual(refused);
    expect(await transfer().storageImport(lineOf("a", value.slice(1)))).toBe(1n);
    expect(await storage().storageKeys(undefined)).toEqual(["a"]);
  });

  it("refuses entries beyond the quota, and imports nothing", async () => {
    await storage().storageSet("a", bytes("1"));
    binding = host.bind("notes", { ...ADMIN, quotaBytes: 10 });
    const lines = lineOf("a", "2") + lineOf("b", "1") + lineOf("c", "1234567");
    expect(await refusal(transfer().storageImport(lines))).toMatchObject({ tag: "quota-exceeded" });
    expect((await exported(binding)).join("")).toBe(lineOf("a", "1"));
  });

  it("refuses more than 8 MiB of text, counted in UTF-8", async () => {
    const refused = { tag: "limit-exceeded", val: "an import takes at most 8388608 bytes of text" };
    const padded = (line: string, length: number) => " ".repeat(length - Buffer.byteLength(line)) + line;
    const line = lineOf("a", "1");
    expect(await refusal(transfer().storageImport(padded(line, 8 * MEBIBYTE + 1)))).toEqual(refused);
    expect(await refusal(transfer().storageImport("é".repeat(4 * MEBIBYTE + 1)))).toEqual(refused);
    expect(await transfer().storageImport(padded(line, 8 * MEBIBYTE))).toBe(1n);
  });

  it("imports every exported chunk, also where values may be larger than 8 MiB", async () => {
    const limits = { valueBytesMax: 9 * MEBIBYTE };
    host = await openHost({ backend: opened.backend, limits });
    binding = host.bind("notes", ADMIN);
    await storage().storageSet("a", new Uint8Array(700_000));
    await storage().storageSet("b", new Uint8Array(9 * MEBIBYTE).fill(1));
    const chunks = await exported(binding);
    const target = elsewhere({ limits });
    for (const chunk of chunks) await guest(target).transfer.storageImport(chunk);
    expect((await guest(target).usage.storageUsage()).usedBytes).toBe((await usage()).usedBytes);
  });

  it("needs admin access to the whole namespace", async () => {
    await storage().storageSet("a", bytes("1"));
    const denied = (missing: string) => ({ tag: "permission-denied", val: `storage:component:notes:${missing}` });
    for (const [grants, missing] of [
      [{ access: "read-write" }, "admin"],
      [{ access: "admin", keys: ["a"] }, "keys:*"],
      [{ access: "admin", keys: ["a*", "b"] }, "keys:*"],
    ] as const) {
      const lesser = guest(host.bind("notes", { ...ADMIN, ...grants })).transfer;
      expect(await refusal(lesser.storageExport(undefined))).toEqual(denied(missing));
      expect(await refusal(lesser.storageExport("made up"))).toEqual(denied(missing));
      expect(await refusal(lesser.storageImport(lineOf("a")))).toEqual(denied(missing));
      expect(await refusal(lesser.storageImport("no JSON"))).toEqual(denied(missing));
    }
    expect((await exported(host.bind("notes", { ...ADMIN, keys: ["a", "*"] }))).join("")).toBe(lineOf("a", "1"));
  });

  it("quotes nothing of the lines that it refuses", async () => {
    const { val } = (await refusal(transfer().storageImport('{"key":"confidential"'))) as { val: string };
    expect(val).not.toContain("confidential");
  });
});

describe("the example of docs/formats/json-lines.md", () => {
  const document = readFileSync(new URL("../../../docs/formats/json-lines.md", import.meta.url), "utf8");
  const [, example = ""] = /```jsonl\n(.*?)```/s.exec(document) ?? [];

  it("is imported and exported again unchanged", async () => {
    const host = openHost({ backend: openMemory(), clock: () => NOW - 1 });
    const binding = host.bind("notes", ADMIN);
    expect(await guest(binding).transfer.storageImport(example)).toBe(3n);
    expect((await exported(binding)).join("")).toBe(example);
    expect(text(await guest(binding).storage.storageGet("users/alice"))).toBe("hello");
    expect(await guest(binding).storage.storageGet("thumbnail")).toEqual(Uint8Array.of(0xff, 0xd8, 0xff));
  });
});
