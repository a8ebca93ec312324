import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportNamespace, ImportError, importNamespace, type Namespaces, openHost, openStore } from "../src/index.ts";
import { bytes, guest } from "./guest.ts";

const NOW = 1_767_225_600_000;

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read).toString();
}

const lineOf = (key: string, value = "", expiresAt?: number) =>
  `${JSON.stringify({ key, value: Buffer.from(value).toString("base64"), ...(expiresAt && { expiresAt }) })}\n`;

const linesOf = (count: number) => Array.from({ length: count }, (_, index) => lineOf(`key/${index}`, `${index}`));

/** The text in chunks of so many bytes. */
function* cut(text: string, size: number): Generator<Uint8Array> {
  const whole = bytes(text);
  for (let start = 0; start < whole.length; start += size) yield whole.subarray(start, start + size);
}

describe.each(ENGINES)("a namespace as a stream over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let namespaces: Namespaces;
  let clock: number;

  beforeEach(async () => {
    opened = engine.open();
    clock = NOW;
    namespaces = await openStore({ backend: opened.backend, clock: () => clock });
  });
  afterEach(() => opened.close());

  const imported = (name: string, text: string, options = {}) =>
    importNamespace(namespaces, name, [bytes(text)], options);
  const exported = (name: string) => textOf(exportNamespace(namespaces, name));

  it("is the text that a component exports", async () => {
    const store = namespaces.open("component:notes");
    await store.set("b", Uint8Array.of(0, 255));
    await store.set("é", new Uint8Array(0), { ttlSeconds: 60 });
    await store.set("expired", bytes("1"), { ttlSeconds: 1 });
    await store.set("large", new Uint8Array(300_000).fill(7));
    clock += 1_000;
    const host = await openHost({ backend: opened.backend, clock: () => clock });
    const binding = host.bind("notes", { access: "admin", quotaBytes: 1_000_000 });
    const { lines } = await guest(binding).transfer.storageExport(undefined);
    expect(await exported("component:notes")).toBe(lines);
  });

  it.each(["resumable", "atomic"] as const)("is imported as it was exported, %s, however it is cut", async (mode) => {
    const text = [...linesOf(2_500), lineOf("expires", "1", NOW + 1_000), lineOf("ü", "ß".repeat(50_000))].join("");
    for (const size of [1_013, 1_000_000]) {
      const name = `app:${mode}.${size}`;
      expect(await importNamespace(namespaces, name, cut(text, size), { mode })).toEqual({ lines: 2_502 });
      const sorted = text
        .trimEnd()
        .split("\n")
        .sort((a, b) => Buffer.compare(keyOf(a), keyOf(b)));
      expect(await exported(name)).toBe(`${sorted.join("\n")}\n`);
      expect((await namespaces.open(name).verify()).faults).toEqual([]);
    }
  });

  it.each(["resumable", "atomic"] as const)(
    "keeps the last of two lines, %s, and none that has expired",
    async (mode) => {
      const text = [
        lineOf("a", "1"),
        lineOf("b", "1"),
        lineOf("a", "2"),
        lineOf("b", "2", NOW),
        lineOf("c", "1", NOW - 1),
        ...linesOf(300),
        lineOf("key/7", "last"),
        lineOf("key/8", "gone", NOW),
      ].join("");
      await imported("app:a", text, { mode });
      const store = namespaces.open("app:a");
      expect(await store.getMany(["a", "b", "c", "key/7", "key/8"])).toEqual([
        bytes("2"),
        undefined,
        undefined,
        bytes("last"),
        undefined,
      ]);
      expect((await store.verify()).faults).toEqual([]);
    },
  );

  it("is empty for whoever reads it until an atomic import has ended, and after one that failed", async () => {
    const store = namespaces.open("app:a");
    let seen: unknown;
    async function* source() {
      yield* cut(linesOf(1_000).join(""), 10_000);
      seen = [await store.get("key/1"), await store.count(), (await namespaces.list()).namespaces[0]?.state];
      throw new Error("the line is cut");
    }
    const failed = importNamespace(namespaces, "app:a", source(), { mode: "atomic" });
    await expect(failed).rejects.toMatchObject({ name: "ImportError", linesStored: 0 });
    await expect(failed).rejects.toThrow(/after 0 stored lines: the line is cut/);
    expect(seen).toEqual([undefined, 0, "filling"]);
    expect((await namespaces.list()).namespaces).toEqual([]);
  });

  it("takes an atomic import over keys that are there in one commit, or not at all", async () => {
    const store = namespaces.open("app:a");
    await store.set("kept", bytes("1"));
    await imported("app:a", linesOf(1_500).join(""), { mode: "atomic" });
    expect(await store.count()).toBe(1_501);
    expect((await store.getEntry("key/1"))?.version).toBe((await store.getEntry("key/1400"))?.version);
    const before = await exported("app:a");
    const bad = imported("app:a", `${linesOf(10).join("")}x\n`, { mode: "atomic" });
    await expect(bad).rejects.toThrow(/line 11: it is not JSON/);
    const many = imported("app:a", linesOf(10_001).join(""), { mode: "atomic" });
    await expect(many).rejects.toThrow(/one commit takes at most 10000 lines/);
    expect(await exported("app:a")).toBe(before);
  });

  it("goes on where an import has ended", async () => {
    const lines = linesOf(1_000);
    const bad = [...lines.slice(0, 777), "x\n", ...lines.slice(777)].join("");
    const error: unknown = await imported("app:a", bad).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ImportError);
    expect(error).toMatchObject({ linesStored: 777, cause: { code: "invalid-argument" } });
    expect((error as ImportError).message).toBe(
      "the import ended after 777 stored lines: invalid argument: line 778: it is not JSON; expected an object",
    );
    expect(await namespaces.open("app:a").count()).toBe(777);
    expect(await imported("app:a", lines.join(""), { skipLines: 777 })).toEqual({ lines: 1_000 });
    expect(await imported("app:a", lines.join(""), { skipLines: 5_000 })).toEqual({ lines: 1_000 });
    expect(await namespaces.open("app:a").count()).toBe(1_000);
  });

  it("ends where the quota that is stored with it is full", async () => {
    await namespaces.setQuota("app:a", { keys: 150 });
    const error: unknown = await imported("app:a", linesOf(1_000).join("")).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ cause: { code: "limit-exceeded" } });
    const { linesStored } = error as ImportError;
    expect(await namespaces.open("app:a").count()).toBe(linesStored);
  });

  it.each([
    ["\ufeff{}", "line 1: it begins with a byte order mark; expected UTF-8 without one"],
    ["\n", "line 1: it is blank; expected an entry on every line"],
    [`${lineOf("a")} \n`, "line 2: it is blank; expected an entry on every line"],
    [`${lineOf("a")}{"key":"b","val`, "line 2: it is not JSON and has no line feed: the text was cut off"],
    [`${lineOf("a")}{"key":"b"\n${lineOf("c")}`, "line 2: it is not JSON; expected an object"],
    ["[]\n", "line 1: expected an object of JSON"],
    ['{"key":"a"}', 'line 1: it has no member "value"; expected a string'],
    ['{"key":1,"value":""}', 'line 1: "key" expected a string, got number'],
    ['{"key":"a","value":null}', 'line 1: "value" expected a string, got null'],
    ['{"key":"a","value":"MQ"}', 'line 1: "value" is not Base64;'],
    ['{"key":"a","value":"M Q="}', 'line 1: "value" is not Base64;'],
    ['{"key":"a","value":"","ttl":1}', 'line 1: the member "ttl" is not known; expected key, value, expiresAt'],
    [`{"key":"a","value":"","${"x".repeat(9_999)}":1}`, `line 1: the member "${"x".repeat(64)}" is not known`],
    ['{"key":"a","value":"","expiresAt":1767225600}', 'line 1: "expiresAt" looks like seconds; expected'],
    ['{"key":"a","value":"","expiresAt":"soon"}', 'line 1: "expiresAt" expected a whole number of milliseconds'],
    [lineOf(""), "line 1: the key must not be empty"],
    ["x".repeat(3_000_000), "line 1: it is longer than"],
  ])("names the line and the reason of what it cannot import: %j", async (text, reason) => {
    await expect(imported("app:a", text)).rejects.toThrow(`: ${reason}`);
    await expect(imported("app:b", text, { mode: "atomic" })).rejects.toThrow(`: ${reason}`);
  });

  it("names the line that is not UTF-8", async () => {
    const source = [bytes(lineOf("a")), Uint8Array.of(0x22, 0xff, 0x22, 0x0a)];
    const failed = importNamespace(namespaces, "app:a", source);
    await expect(failed).rejects.toThrow("line 2: it is not UTF-8");
    await expect(failed).rejects.toMatchObject({ linesStored: 1 });
  });

  it("refuses arguments that are off", async () => {
    const given = (source: unknown, options: object = {}) =>
      importNamespace(namespaces, "app:a", source as Uint8Array[], options);
    await expect(given("text")).rejects.toThrow(TypeError);
    await expect(given(bytes("text"))).rejects.toThrow(TypeError);
    await expect(given(["text"])).rejects.toThrow(/expected chunks that are Uint8Arrays, got string/);
    await expect(given([], { mode: "atom" })).rejects.toThrow(RangeError);
    await expect(given([], { atomic: true })).rejects.toThrow(/"atomic" is no option here/);
    await expect(given([], { mode: "atomic", skipLines: 1 })).rejects.toThrow(RangeError);
    await expect(importNamespace(namespaces, "none", [])).rejects.toThrow(RangeError);
    await expect(exported("app:none")).rejects.toMatchObject({ code: "absent" });
    await expect(exported("none")).rejects.toThrow(RangeError);
  });

  it("shows one instant, or ends with a conflict where the engine has no snapshots", async () => {
    await imported("app:a", linesOf(1_500).join(""));
    const before = await exported("app:a");
    const store = namespaces.open("app:a");
    const stream = exportNamespace(namespaces, "app:a");
    const first = (await stream.next()).value as Uint8Array;
    await store.set("key/999", bytes("changed"));
    await store.delete("key/0");
    const rest = textOf(stream);
    if (opened.backend.snapshot === undefined) await expect(rest).rejects.toMatchObject({ code: "conflict" });
    else expect(Buffer.from(first).toString() + (await rest)).toBe(before);
    expect(await store.get("key/999")).toEqual(bytes("changed"));
  });
});

describe("a large namespace", () => {
  it("lets timers have their turn while it is exported, imported, copied and removed", async () => {
    const namespaces = openStore({ backend: openMemory() });
    const text = linesOf(20_000).join("");
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    for (const work of [
      () => importNamespace(namespaces, "app:a", [bytes(text)]),
      () => textOf(exportNamespace(namespaces, "app:a")),
      () => namespaces.copy("app:a", { as: "app:b" }),
      () => namespaces.remove("app:a"),
    ]) {
      ticks = 0;
      await work();
      expect(ticks).toBeGreaterThan(2);
    }
    clearInterval(timer);
  });
});

function keyOf(line: string): Buffer {
  return Buffer.from((JSON.parse(line) as { key: string }).key);
}
