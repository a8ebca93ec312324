import "@airssys/testing/vitest";
import type { AskedOperation } from "@airssys/testing";
import { describe, expect, it } from "vitest";
import { ENGINES } from "./engines.ts";
import { MANIFEST, openProbe, PROBE } from "./probe.ts";

const MINUTE = 60_000;

/** Where the probe comes from, without what its harness is made of. */
const { conditions: _conditions, cacheFolder: _cacheFolder, ...SOURCE } = PROBE;

describe.each(ENGINES)("a harness over $name", ({ options }) => {
  it("tells what was asked, in order, with copies of the arguments and what came of it", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start("a");
    await probe.call("probe.set", "key", "value");
    await expect(probe.call("probe.get", "")).rejects.toMatchObject({ code: "refused" });
    expect(harness.operations.all).toEqual([
      {
        component: "a",
        interface: "storage",
        function: "storage-set",
        args: ["key", new TextEncoder().encode('"value"')],
        outcome: "ok",
      },
      {
        component: "a",
        interface: "storage",
        function: "storage-get",
        args: [""],
        outcome: { tag: "invalid-key", val: expect.any(String) },
      },
    ]);
    expect([...harness.operations]).toEqual(harness.operations.of("a"));
    expect(harness.operations.of("b")).toEqual([]);
    harness.operations.clear();
    expect(harness.operations.names()).toEqual([]);
  });

  it("tells what is stored: entries, a snapshot and how much it is", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    await probe.call("probe.set", "b", "text");
    await probe.call("probe.increment", "a");
    expect(await harness.entries("probe")).toEqual([
      { key: "a", value: new TextEncoder().encode("1"), version: 2 },
      { key: "b", value: new TextEncoder().encode('"text"'), version: 1 },
    ]);
    expect(await harness.snapshot("probe")).toMatchInlineSnapshot(`
      {
        "a": 1,
        "b": "text",
      }
    `);
    expect(await harness.usage("probe")).toEqual({ usedBytes: 9, keyCount: 2 });
    expect(await probe.usage()).toMatchObject({ usedBytes: 9, keyCount: 2, quotaBytes: 50_000_000 });
  });

  it("tells of more entries than a page holds", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    await probe.call("probe.setMany", "key/", 2_345, 1);
    expect(await harness.entries("probe")).toHaveLength(2_345);
  });

  it("does not tell what a call has written before it is committed", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    const seen: Promise<unknown>[] = [];
    harness.operations.listen(() => seen.push(harness.snapshot("probe")));
    await expect(probe.call("probe.setThen", "a", "1", "throw an error")).rejects.toMatchObject({ code: "trapped" });
    expect(await Promise.all(seen)).toEqual([{}]);
  });
});

describe("a component in two modes", () => {
  it("asks the same of its host, and leaves the same behind", async () => {
    const [mock, built] = await Promise.all(
      (["mock", "lmdb"] as const).map(async (mode) => {
        const harness = await openProbe({ mode });
        const probe = await harness.start();
        await probe.call("probe.set", "\u{1f600}", "\ufeff ü");
        await probe.call("probe.setMany", "many/", 4, 100);
        await probe.call("probe.increment", "count");
        await probe.call("probe.keys", undefined);
        await probe.call("probe.getAll", ["none", "count/"]);
        await expect(probe.call("probe.setThen", "a", "b", "return the storage error")).toBeRefused();
        await expect(probe.call("probe.setThen", "a", "b", "throw an error")).toTrap();
        const { all } = harness.operations;
        return { all, audit: harness.audit, entries: await harness.entries("probe"), usage: await probe.usage() };
      }),
    );
    expect(mock).toEqual(built);
  });
});

describe("a harness", () => {
  it("has a clock that stands still until it is moved, for the host and the component", async () => {
    const harness = await openProbe({ clock: "2031-05-01T12:00:00Z" });
    const probe = await harness.start();
    const start = Date.UTC(2031, 4, 1, 12);
    expect(await probe.call("probe.now")).toBe(BigInt(start));
    harness.clock.advance("90s");
    expect(await probe.call("probe.now")).toBe(BigInt(start + 90_000));
    await harness.restart();
    harness.clock.set(new Date(7 * MINUTE));
    expect(await probe.call("probe.now")).toBe(BigInt(7 * MINUTE));
    await probe.call("probe.set", "a", "1");
    expect(harness.audit.at(-1)).toMatchObject({ time: 7 * MINUTE });
  });

  it("has an audit of everything, over restarts", async () => {
    const harness = await openProbe();
    const probe = await harness.start();
    await probe.call("probe.set", "a", "1");
    await harness.restart();
    await probe.call("probe.clear");
    const told = harness.audit.map(({ operation, outcome }) => `${operation} ${outcome}`);
    const start = "commit ok";
    expect(told).toEqual([start, "set ok", "commit ok", start, "clear ok", "commit ok"]);
  });

  it("starts the component under other ids and grants", async () => {
    const harness = await openProbe();
    const reader = await harness.start("reader", { access: "read-only", quotaBytes: 0 });
    await expect(reader.call("probe.set", "a", "1")).rejects.toMatchObject({
      payload: { tag: "permission-denied", val: "storage:component:reader:write" },
    });
    await harness.crash();
    await expect(reader.call("probe.set", "a", "1")).rejects.toMatchObject({ code: "refused" });
  });

  it("starts a component several times under one id, over one store", async () => {
    const harness = await openProbe();
    const [one, other] = [await harness.start(), await harness.start()];
    await Promise.all([one.call("probe.increment", "a"), other.call("probe.increment", "a")]);
    await harness.crash();
    expect(await one.call("probe.increment", "a")).toBe(3);
    expect(await other.call("probe.increment", "a")).toBe(4);
  });

  it("runs several components in one host, each with its own namespace", async () => {
    const harness = await openProbe();
    const other = await harness.add({ ...SOURCE, manifest: MANIFEST.replace("probe", "other") });
    const [probe, another] = [await harness.start(), await other.start()];
    await probe.call("probe.set", "a", "1");
    await another.call("probe.set", "b", "2");
    await harness.crash();
    expect(await another.call("probe.keys", undefined)).toEqual(["b"]);
    expect(await harness.snapshot("probe")).toEqual({ a: "1" });
    expect(await harness.snapshot("component:other")).toEqual({ b: "2" });
  });

  it("knows which ids there are, and the names of shared namespaces", async () => {
    const harness = await openProbe();
    await harness.start("one");
    expect(await harness.entries("one")).toEqual([]);
    expect(await harness.entries("app:shared")).toEqual([]);
    expect(await harness.usage("system")).toEqual({ usedBytes: 0, keyCount: 0 });
    const unknown = { code: "unknown-id", message: expect.stringContaining("started were one") };
    await expect(harness.entries("two")).rejects.toMatchObject(unknown);
    await expect(harness.snapshot("component:two")).rejects.toMatchObject(unknown);
    await expect(harness.usage("two")).rejects.toMatchObject(unknown);
    await expect(harness.entries("no id")).rejects.toThrow(RangeError);
  });

  it("keeps what was asked as it was, whoever looks at it", async () => {
    const harness = await openProbe({ mode: "mock" });
    const probe = await harness.start();
    const vandal = (operation: AskedOperation) => {
      for (const arg of operation.args) if (arg instanceof Uint8Array) arg.fill(0);
      expect(() => Object.assign(operation, { function: "storage-clear" })).toThrow(TypeError);
      expect(() => (operation.args as unknown[]).push("more")).toThrow(TypeError);
    };
    harness.operations.listen(vandal);
    await probe.call("probe.set", "a", "1");
    for (const operation of [...harness.operations, ...harness.operations.all]) vandal(operation);
    expect(() => (harness.operations.all as AskedOperation[]).pop()).toThrow(TypeError);
    expect(harness.operations.all).toMatchObject([{ args: ["a", new TextEncoder().encode('"1"')] }]);
    expect(await probe.call("probe.get", "a")).toBe("1");
  });

  it("ends a guest if a listener throws, and nothing else", async () => {
    const harness = await openProbe();
    const probe = await harness.start();
    const stop = harness.operations.listen(() => {
      throw new Error("enough");
    });
    await expect(probe.call("probe.set", "a", "1")).rejects.toMatchObject({ code: "trapped" });
    stop();
    await probe.call("probe.set", "a", "2");
    expect(await harness.snapshot("probe")).toEqual({ a: "2" });
  });

  it("has traps whose stack traces people can read", async () => {
    const probe = await (await openProbe()).start();
    const error = (await probe.call("probe.setThen", "a", "1", "throw an error").catch((cause) => cause)) as Error;
    expect(error).toMatchObject({ code: "trapped", cause: expect.any(Error) });
    expect((error.cause as Error).stack).toContain("airssys:glue.js");
    expect((error.cause as Error).stack?.length).toBeLessThan(20_000);
  });

  it("tells what components print, and passes it on", async () => {
    const printed: string[] = [];
    const harness = await openProbe({ onOutput: (id, stream, text) => void printed.push(id, stream, text) });
    const probe = await harness.start();
    await probe.call("probe.print", "hello");
    expect(probe.stdout).toBe("hello\n");
    expect(printed).toEqual(expect.arrayContaining(["probe", "stdout", "hello"]));
  });

  it("lets a test listen to the audit and to failures of the host as well", async () => {
    const told: string[] = [];
    const harness = await openProbe({
      host: {
        audit: { operations: "notable", sink: ({ operation }) => void told.push(operation) },
        log: ({ operation }) => void told.push(`failed: ${operation}`),
      },
    });
    const probe = await harness.start();
    harness.faults.failRead();
    await expect(probe.call("probe.get", "a")).rejects.toMatchObject({ payload: { tag: "internal-error" } });
    await probe.call("probe.clear");
    expect(told).toEqual(["failed: get", "clear", "commit"]);
    expect(harness.failures).toMatchObject([{ operation: "get", componentId: "probe" }]);
    expect(harness.audit.map(({ operation }) => operation)).toEqual(["clear", "commit"]);
  });
});

describe.each(ENGINES)("the store of a namespace over $name", ({ options }) => {
  it("is what a component has stored, and can be changed behind its back", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    await probe.call("probe.set", "a", "1");
    const store = await harness.store("probe");
    await store.set("b", new TextEncoder().encode('"2"'));
    await store.delete("a");
    expect(await probe.call("probe.keys", undefined)).toEqual(["b"]);
    expect(await probe.call("probe.get", "b")).toBe("2");
  });
});
