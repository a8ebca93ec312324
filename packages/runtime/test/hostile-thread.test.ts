import { setTimeout as pause } from "node:timers/promises";
import { openMemory } from "@airssys/backend/memory";
import { openHost, openStore } from "@airssys/host";
import { load, type TranspileCache, type Transpiled } from "@airssys/runtime";
import { workerThreads } from "@airssys/runtime/node";
import { describe, expect, it } from "vitest";
import { MANIFEST } from "./fixtures/probe-component.ts";

/**
 * A component whose thread is in the hands of the enemy: in place of the code that joins its modules it runs this, as if a guest had broken out of
 * WebAssembly. It may send whatever a thread can send.
 *
 * @param start what it does before it exports anything.
 * @param callTimeMax longest that it may take, in milliseconds.
 * @param type of what `run` returns, in a table of types. Its error is a list of bytes.
 */
function conquered(body: string, start = "", callTimeMax = 5_000, type: WitType = { kind: "u32" }) {
  const backend = openMemory();
  const glue = `
    import { workerData, receiveMessageOnPort } from "node:worker_threads";
    const { port, signals, imports } = workerData;
    const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    export async function instantiate(_core, imports) { ${start} return { async run() { ${body} } }; }`;
  const exports = {
    types: [{ kind: "u8" }, { kind: "list", of: 0 }, { kind: "string" }, type, { kind: "result", ok: 3, error: 1 }],
    functions: [{ from: null, name: "run", isAsync: false, parameters: [], result: 4 }],
  } as const;
  const cache: TranspileCache = { get: async () => ({ glue, modules: {}, imports: [], exports }), set: async () => {} };
  const component = load(new Uint8Array(), {
    host: openHost({ backend }),
    manifest: MANIFEST,
    cache,
    isolation: workerThreads({ heapMegabytesMax: 32 }),
    callTimeMax,
  });
  return { component, store: openStore({ backend }).open("component:probe") };
}

type WitType = Transpiled["exports"]["types"][number];

const ASK = '{ type: "import", from: "airssys:wasm/storage", name: "storageSet", args: ["a", new Uint8Array(1)] }';

const setting = (args: string) => `port.postMessage({ ...${ASK}, args: ${args} }); sleep();`;

const batch = (name: string, args: string) =>
  `port.postMessage({ type: "import", from: "airssys:wasm/storage-batch", name: "${name}", args: ${args} }); sleep();`;

describe("a thread that is not what it was", () => {
  it.each([
    ["sends nothing that has a meaning", "port.postMessage(null); sleep();"],
    ["sends a number", "port.postMessage(7); sleep();"],
    ["says more than is read", 'port.postMessage({ type: "trapped", message: "x".repeat(2_001) }); sleep();'],
    ["sends an unknown message", 'port.postMessage({ type: "commit" }); sleep();'],
    ["sends a type that is none", "port.postMessage({ type: { toString: 1 } }); sleep();"],
    ["says that it has started, with no names", 'port.postMessage({ type: "started", paths: [{}] }); sleep();'],
    ["asks for an interface that it was not given", `port.postMessage({ ...${ASK}, from: "node:fs" }); sleep();`],
    ["asks for a prototype", `port.postMessage({ ...${ASK}, from: "__proto__", name: "toString" }); sleep();`],
    ["asks for a function of a prototype", `port.postMessage({ ...${ASK}, name: "constructor" }); sleep();`],
    ["asks with no arguments", setting("[]")],
    ["asks with arguments that are none", setting('"ab"')],
    ["asks with one too many", setting('["a", new Uint8Array(1), 1]')],
    ["asks with a key that is none", setting("[7, new Uint8Array(1)]")],
    ["asks with a list for a key", setting('[["a"], new Uint8Array(1)]')],
    ["asks for a list of nothing", batch("storageGetMany", "[new Array(2 ** 27)]")],
    ["asks for a list with holes", batch("storageGetMany", "[['a',, 'b']]")],
    ["asks for a list that is too long", batch("storageGetMany", "[new Array(1_000_001).fill('a')]")],
    ["writes a list of nothing", batch("storageWrite", "[[], new Array(2 ** 27)]")],
    ["asks with more arguments than can be", `port.postMessage({ ...${ASK}, args: new Array(2 ** 27) }); sleep();`],
    ["asks with text for a value", setting('["a", "text"]')],
    ["asks with other numbers for a value", setting('["a", new Float64Array(1)]')],
    ["asks with something of a negative size", setting('["a", { length: -9, byteLength: -9 }]')],
    ["asks with memory that it keeps", setting('["a", new Uint8Array(new SharedArrayBuffer(8))]')],
    ["asks twice at once", `port.postMessage(${ASK}); port.postMessage({ type: "x" }); sleep();`],
    [
      "prints more than a guest can at once",
      'port.postMessage({ type: "output", stream: "stdout", bytes: new Uint8Array(65537) }); sleep();',
    ],
    ["prints what is no text", 'port.postMessage({ type: "output", stream: "stdout", bytes: "text" }); sleep();'],
    [
      "prints to no stream",
      'port.postMessage({ type: "output", stream: "__proto__", bytes: new Uint8Array(1) }); sleep();',
    ],
    ["closes its port", "port.close(); await new Promise((resolve) => setTimeout(resolve, 60_000));"],
    ["leaves", "process.exit(0);"],
    ["throws where nobody catches", "setImmediate(() => { throw new Error('late'); }); await new Promise(() => {});"],
    ["waits for what never comes", "await new Promise(() => {});"],
    ["takes all memory that it can have", "const all = []; for (;;) all.push(new Array(1e6).fill({}));"],
  ])("is ended when it %s, and nothing of it is kept", async (_what, body) => {
    const { component, store } = conquered(body);
    await using loaded = await component;
    const instance = await loaded.start();
    await expect(instance.call("run")).rejects.toMatchObject({ name: "CallError", code: "trapped" });
    expect(instance.traps).toBe(1);
    expect(store.keys()).toEqual([]);
    await expect(instance.call("run")).rejects.toMatchObject({ name: "CallError", code: "trapped" });
  });

  it("may return an error of its type, however large it is", async () => {
    const { component } = conquered("throw Object.assign(new Error(), { payload: new Uint8Array(8_000_000) });");
    await using loaded = await component;
    const instance = await loaded.start();
    const caught = await instance.call("run").catch((reason: unknown) => reason as Error);
    expect(caught).toMatchObject({ name: "CallError", code: "refused", payload: new Uint8Array(8_000_000) });
    expect((caught as Error).message.length).toBeLessThan(600);
    expect(instance.traps).toBe(0);
  });

  it.each<[string, string, WitType, string]>([
    ["text where a number belongs", 'return "left 3";', { kind: "u32" }, 'run: expected u32, got "left 3"'],
    ["a number that is too large", "return 2 ** 32;", { kind: "u32" }, "run: expected u32, got 4294967296"],
    ["nothing", "", { kind: "string" }, "run: expected string, got undefined"],
    [
      "a list with something else in it",
      "return [['a', 'b'], ['a', 7]];",
      { kind: "tuple", of: [1, 1] },
      "run[0]: expected list<u8> (a Uint8Array), got a list of 2",
    ],
    [
      "memory that it keeps",
      "return new Uint8Array(new SharedArrayBuffer(8));",
      { kind: "list", of: 0 },
      "run: expected list<u8> in memory of its own, got a Uint8Array on memory that is shared",
    ],
    ["a list of holes", "return new Array(2 ** 27);", { kind: "list", of: 2 }, "run[0]: expected an item, got a hole"],
    [
      "an error that holds itself",
      "const payload = { tag: 'a' }; payload.val = payload; throw Object.assign(new Error(), { payload });",
      { kind: "u32" },
      "run error: expected list<u8> (a Uint8Array), got an object",
    ],
    [
      "an error that has no end",
      "throw Object.assign(new Error(), { payload: new Array(2 ** 27) });",
      { kind: "u32" },
      "run error: expected list<u8> (a Uint8Array), got a list of 134217728",
    ],
  ])("traps when it returns %s", async (_what, body, type, problem) => {
    const { component } = conquered(body, "", 5_000, type);
    await using loaded = await component;
    const instance = await loaded.start();
    await expect(instance.call("run")).rejects.toMatchObject({
      code: "trapped",
      message: `run of probe trapped: ${problem}`,
    });
    expect(instance.traps).toBe(1);
  });

  it("is ended when it speaks between calls, and what it says then is not done", async () => {
    const body = `imports["airssys:wasm/storage"].storageSet("a", Uint8Array.of(1));
      port.postMessage({ type: "returned", value: 1 });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      port.postMessage(${ASK});
      sleep();`;
    const { component, store } = conquered(body);
    await using loaded = await component;
    const instance = await loaded.start();
    expect(await instance.call("run")).toBe(1);
    await pause(500);
    expect(store.version()).toBe(1);
    expect(await instance.call("run")).toBe(1);
    expect(instance.traps).toBe(1);
    expect(store.version()).toBe(2);
  });

  it.each([
    ["has no names", "paths: new Array(2 ** 27)"],
    ["has holes for names", "paths: ['run',, 'other']"],
  ])("is not believed to have started when it %s", async (_what, paths) => {
    const { component } = conquered("", `port.postMessage({ type: "started", ${paths} }); sleep();`);
    await using loaded = await component;
    await expect(loaded.start()).rejects.toMatchObject({ name: "CallError", code: "trapped" });
  });

  it("cannot keep its host from other work by asking without end", async () => {
    const { component } = conquered('for (;;) imports["airssys:wasm/storage"].storageHas("a");', "", 1_000);
    await using loaded = await component;
    const instance = await loaded.start();
    const call = expect(instance.call("run")).rejects.toMatchObject({ code: "timed-out" });
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await call;
    clearInterval(counting);
    expect(turns).toBeGreaterThan(50);
  });

  it("is given no environment, no arguments and no input", async () => {
    const { component } = conquered(
      "return JSON.stringify([process.env, process.argv.slice(2), process.execArgv]);",
      "",
      5_000,
      {
        kind: "string",
      },
    );
    await using loaded = await component;
    expect(await (await loaded.start()).call("run")).toBe("[{},[],[]]");
  });
});
