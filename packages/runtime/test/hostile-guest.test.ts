import { type AddressInfo, createServer } from "node:net";
import { extname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openMemory } from "@airssys/backend/memory";
import { openHost, openStore } from "@airssys/host";
import { type CallError, load, type TranspileCache, type Transpiled } from "@airssys/runtime";
import { childProcesses, workerThreads } from "@airssys/runtime/node";
import { describe, expect, it } from "vitest";
import { MANIFEST } from "./fixtures/probe-component.ts";

/** Returns the path of a module of the package under test, source or built: a guest's process can read nothing else. */
const moduleOf = (path: string) => {
  const node = import.meta.resolve("@airssys/runtime/node");
  return new URL(path + extname(node), node).href;
};

/** Code that lets a conquered guest send anything with `say`. */
const THREAD = `
  import { workerData } from "node:worker_threads";
  const { port, signals } = workerData;
  const say = (message) => port.postMessage(message);`;
const PROCESS = `
  import { writeSync } from "node:fs";
  import { Encoder } from ${JSON.stringify(moduleOf("./wire/encoder"))};
  const encoder = new Encoder(2 ** 32 - 1);
  const write = (bytes) => { for (let sent = 0; sent < bytes.length; ) sent += writeSync(3, bytes, sent); };
  const say = (message) => write(encoder.frame(message));`;

const CHANNELS = [
  { what: "a thread", speech: THREAD, isolation: workerThreads({ heapMegabytesMax: 32 }) },
  { what: "a process", speech: PROCESS, isolation: childProcesses({ heapMegabytesMax: 32, sparesMax: 0 }) },
];
type Channel = (typeof CHANNELS)[number];

/**
 * Loads a component whose thread or process an attacker controls: it runs this code in place of the glue, as if a guest
 * had escaped from WebAssembly. It may send whatever can be sent.
 *
 * @param start code that runs before it exports anything.
 * @param callTimeMaxMs time limit of a call, in milliseconds.
 * @param type type of the ok value of `run`, in a table of types. Its error is a list of bytes.
 */
function conquered(
  { speech, isolation }: Channel,
  body: string,
  start = "",
  callTimeMaxMs = 5_000,
  type: WitType = { kind: "u32" },
) {
  const backend = openMemory();
  const glue = `${speech}
    const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    export async function instantiate(_core, imports) {
      ${start}
      return { airssys$exports: { async run() { ${body} } } };
    }`;
  const exports = {
    types: [{ kind: "u8" }, { kind: "list", of: 0 }, { kind: "string" }, type, { kind: "result", ok: 3, error: 1 }],
    functions: [{ from: null, name: "run", isAsync: false, parameters: [], result: 4 }],
  } as const;
  const cache: TranspileCache = { get: async () => ({ glue, modules: {}, imports: [], exports }), set: async () => {} };
  const component = load(new Uint8Array(), {
    host: openHost({ backend }),
    manifest: MANIFEST,
    cache,
    isolation,
    callTimeMaxMs,
  });
  return { component, store: openStore({ backend }).open("component:probe") };
}

type WitType = Transpiled["exports"]["types"][number];

const ASK = '{ type: "import", from: "airssys:wasm/storage", name: "storageSet", args: ["a", new Uint8Array(1)] }';

const setting = (args: string) => `say({ ...${ASK}, args: ${args} }); sleep();`;

const batch = (name: string, args: string) =>
  `say({ type: "import", from: "airssys:wasm/storage-batch", name: "${name}", args: ${args} }); sleep();`;

describe.each(CHANNELS)("$what that an attacker controls", (channel) => {
  it.each([
    ["sends nothing that has a meaning", "say(null); sleep();"],
    ["sends a number", "say(7); sleep();"],
    ["says more than is read", 'say({ type: "trapped", message: "x".repeat(2_001) }); sleep();'],
    ["sends an unknown message", 'say({ type: "commit" }); sleep();'],
    ["sends a type that is none", "say({ type: { toString: 1 } }); sleep();"],
    ["says that it has started, with no names", 'say({ type: "started", paths: [{}] }); sleep();'],
    ["asks for an interface that it was not given", `say({ ...${ASK}, from: "node:fs" }); sleep();`],
    ["asks for a prototype", `say({ ...${ASK}, from: "__proto__", name: "toString" }); sleep();`],
    ["asks for a function of a prototype", `say({ ...${ASK}, name: "constructor" }); sleep();`],
    ["asks with no arguments", setting("[]")],
    ["asks with arguments that are none", setting('"ab"')],
    ["asks with one too many", setting('["a", new Uint8Array(1), 1]')],
    ["asks with a key that is none", setting("[7, new Uint8Array(1)]")],
    ["asks with a list for a key", setting('[["a"], new Uint8Array(1)]')],
    ["asks for a list of nothing", batch("storageGetMany", "[new Array(2 ** 27)]")],
    ["asks for a list with holes", batch("storageGetMany", "[['a',, 'b']]")],
    ["asks for a list that is too long", batch("storageGetMany", "[new Array(1_000_001).fill('a')]")],
    ["writes a list of nothing", batch("storageWrite", "[[], new Array(2 ** 27)]")],
    ["asks with more arguments than can be", `say({ ...${ASK}, args: new Array(2 ** 27) }); sleep();`],
    ["asks with text for a value", setting('["a", "text"]')],
    ["asks with other numbers for a value", setting('["a", new Float64Array(1)]')],
    ["asks with something of a negative size", setting('["a", { length: -9, byteLength: -9 }]')],
    ["asks twice at once", `say(${ASK}); say({ type: "x" }); sleep();`],
    [
      "prints more than a guest can at once",
      'say({ type: "output", stream: "stdout", bytes: new Uint8Array(65537) }); sleep();',
    ],
    ["prints what is no text", 'say({ type: "output", stream: "stdout", bytes: "text" }); sleep();'],
    ["prints to no stream", 'say({ type: "output", stream: "__proto__", bytes: new Uint8Array(1) }); sleep();'],
    ["leaves", "process.exit(0);"],
    ["throws where nobody catches", "setImmediate(() => { throw new Error('late'); }); await new Promise(() => {});"],
    ["waits for what never comes", "await new Promise(() => {});"],
    ["takes all memory that it can have", "const all = []; for (;;) all.push(new Array(1e6).fill({}));"],
  ])("is ended when it %s, and nothing is written", async (_what, body) => {
    const { component, store } = conquered(channel, body);
    await using loaded = await component;
    const instance = await loaded.start();
    await expect(instance.call("run")).rejects.toMatchObject({ name: "CallError", code: "trapped" });
    expect(instance.traps).toBe(1);
    expect(store.keys()).toEqual([]);
    await expect(instance.call("run")).rejects.toMatchObject({ name: "CallError", code: "trapped" });
  });

  it("may return an error of its type, however large it is", async () => {
    const { component } = conquered(
      channel,
      "throw Object.assign(new Error(), { payload: new Uint8Array(8_000_000) });",
    );
    await using loaded = await component;
    const instance = await loaded.start();
    const caught = await instance.call("run").catch((reason: unknown) => reason as Error);
    expect(caught).toMatchObject({ name: "CallError", code: "refused" });
    // Compared at once: `toMatchObject` takes seconds for as many bytes.
    expect(Buffer.compare((caught as CallError).payload as Uint8Array, new Uint8Array(8_000_000))).toBe(0);
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
  ])("traps when it returns %s", async (_what, body, type, problem) => {
    const { component } = conquered(channel, body, "", 5_000, type);
    await using loaded = await component;
    const instance = await loaded.start();
    await expect(instance.call("run")).rejects.toMatchObject({
      code: "trapped",
      message: `run of probe trapped: ${problem}`,
    });
    expect(instance.traps).toBe(1);
  });

  it("is ended when it sends a message between calls, which is not acted on", async () => {
    const body = `imports["airssys:wasm/storage"].storageSet("a", Uint8Array.of(1));
      say({ type: "returned", value: 1 });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      say(${ASK});
      sleep();`;
    const { component, store } = conquered(channel, body);
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
  ])("does not count as started when it %s", async (_what, paths) => {
    const { component } = conquered(channel, "", `say({ type: "started", ${paths} }); sleep();`);
    await using loaded = await component;
    await expect(loaded.start()).rejects.toMatchObject({ name: "CallError", code: "trapped" });
  });

  it("cannot keep its host from other work by endless questions", async () => {
    const { component } = conquered(channel, 'for (;;) imports["airssys:wasm/storage"].storageHas("a");', "", 1_000);
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
      channel,
      "return JSON.stringify([process.env, process.argv.slice(2), process.execArgv]);",
      "",
      5_000,
      { kind: "string" },
    );
    await using loaded = await component;
    const [env, args, execArgs] = JSON.parse(String(await (await loaded.start()).call("run")));
    expect([env, args]).toEqual([{}, []]);
    expect(execArgs.every((each: string) => each.startsWith("--"))).toBe(true);
  });
});

describe("a thread that an attacker controls", () => {
  const [channel] = CHANNELS as [Channel, Channel];

  it.each([
    ["closes its port", "port.close(); await new Promise((resolve) => setTimeout(resolve, 60_000));"],
    ["asks with memory that it keeps", setting('["a", new Uint8Array(new SharedArrayBuffer(8))]')],
  ])("is ended when it %s", async (_what, body) => {
    const { component, store } = conquered(channel, body);
    await using loaded = await component;
    const instance = await loaded.start();
    await expect(instance.call("run")).rejects.toMatchObject({ name: "CallError", code: "trapped" });
    expect(store.keys()).toEqual([]);
  });

  it("is reported as out of memory when it was", async () => {
    const { component } = conquered(channel, "const all = []; for (;;) all.push(new Array(1e6).fill({}));");
    await using loaded = await component;
    const instance = await loaded.start();
    await expect(instance.call("run")).rejects.toMatchObject({
      code: "trapped",
      message: "run of probe trapped: out of memory: its thread needed a heap of more than 32 MB",
    });
  });

  it.each<[string, string, WitType, string]>([
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
      "run error: expected no more than 5000000 values, got more",
    ],
  ])("traps when it returns %s", async (_what, body, type, problem) => {
    const { component } = conquered(channel, body, "", 5_000, type);
    await using loaded = await component;
    const instance = await loaded.start();
    await expect(instance.call("run")).rejects.toMatchObject({
      code: "trapped",
      message: `run of probe trapped: ${problem}`,
    });
  });
});

describe("a process that an attacker controls", () => {
  const [, channel] = CHANNELS as [Channel, Channel];

  it.each([
    [
      "sends bytes without a meaning",
      "write(Buffer.from([3, 0, 0, 0, 99, 99, 99])); sleep();",
      "unknown kind of value: 99",
    ],
    ["announces 4 GB", "write(Buffer.from([255, 255, 255, 255])); sleep();", "a message of 4294967295 bytes"],
    [
      "says lists in lists without end",
      "write(Buffer.concat([Buffer.from([64, 156, 0, 0]), Buffer.from([10, 1].concat(...Array(19_999).fill([10, 1])))])); sleep();",
      "more than 128 levels",
    ],
    ["asks without hearing the answers", `for (;;) say(${ASK});`, ""],
    ["prints errors without end", 'for (;;) writeSync(2, "x".repeat(65_536));', ""],
    ["crashes", "process.abort();", "its process was ended by SIG"],
    ["ends with a code", "process.exit(7);", "its process ended with the code 7"],
    ["fills its heap", "const all = []; for (;;) all.push(new Array(1e6).fill({}));", "out of memory: "],
  ])("is ended when it %s, with the reason", async (_what, body, reason) => {
    const { component, store } = conquered(channel, body);
    await using loaded = await component;
    const instance = await loaded.start();
    await expect(instance.call("run")).rejects.toMatchObject({
      code: "trapped",
      message: expect.stringContaining(reason),
    });
    expect(store.version()).toBe(0);
  });

  it.runIf(process.platform === "linux")(
    "is ended when it takes more memory than its limit, on the heap or off it",
    async () => {
      const isolation = childProcesses({ sparesMax: 0, allowanceBytesMax: 200_000_000 });
      const body = "const all = []; for (;;) all.push(Buffer.alloc(10_000_000, 1));";
      const { component } = conquered({ ...channel, isolation }, body, "", 30_000);
      await using loaded = await component;
      const instance = await loaded.start();
      await expect(instance.call("run")).rejects.toMatchObject({
        code: "trapped",
        message: expect.stringContaining("out of memory: its process took more than its limit of 468435456 bytes"),
      });
    },
  );

  it.each([
    ["says half of something", "write(Buffer.from([9, 0, 0, 0, 1])); sleep();"],
    ["says nothing", "sleep();"],
    ["closes its pipe", '(await import("node:fs")).closeSync(3); sleep();'],
    ["reads nothing of a long answer", `say({ ...${ASK}, name: "storageGet", args: ["long"] }); sleep();`],
  ])("does not block its host when it %s", async (_what, body) => {
    const { component, store } = conquered(channel, body, "", 1_000);
    store.set("long", new Uint8Array(1_000_000));
    await using loaded = await component;
    const instance = await loaded.start();
    const call = expect(instance.call("run")).rejects.toMatchObject({ code: "timed-out" });
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await call;
    clearInterval(counting);
    expect(turns).toBeGreaterThan(50);
  });

  it("reaches no file, no program, no thread, no network and no other process", async () => {
    const host = createServer((socket) => socket.end("hello"));
    await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
    const { port } = host.address() as AddressInfo;
    const { component } = conquered(
      channel,
      `
      const fs = await import("node:fs");
      const { connect } = await import("node:net");
      const { Worker } = await import("node:worker_threads");
      const { spawnSync } = await import("node:child_process");
      const tried = (work) => { try { work(); return "done"; } catch (error) { return error.code; } };
      const connected = await new Promise((resolve) => {
        const socket = connect(${port}, "127.0.0.1");
        socket.on("connect", () => resolve("done"));
        socket.on("error", ({ code }) => resolve(code));
      });
      return JSON.stringify({
        read: tried(() => fs.readFileSync("/etc/passwd")),
        list: tried(() => fs.readdirSync("/")),
        write: tried(() => fs.writeFileSync("/tmp/airssys-escaped", "x")),
        code: tried(() => fs.writeFileSync(new URL(${JSON.stringify(new URL("../src/node/escaped.ts", import.meta.url).href)}), "x")),
        spawn: tried(() => { const { error } = spawnSync("/bin/true"); if (error) throw error; }),
        thread: tried(() => new Worker("", { eval: true })),
        kill: tried(() => process.kill(${process.pid}, 0)),
        parent: process.ppid,
        connected,
      });`,
      "",
      5_000,
      { kind: "string" },
    );
    await using loaded = await component;
    const outcome = JSON.parse(String(await (await loaded.start()).call("run")));
    host.close();
    expect(outcome).toMatchObject({
      read: "ERR_ACCESS_DENIED",
      list: "ERR_ACCESS_DENIED",
      write: "ERR_ACCESS_DENIED",
      code: "ERR_ACCESS_DENIED",
      spawn: "ERR_ACCESS_DENIED",
      thread: "ERR_ACCESS_DENIED",
    });
    const { walls } = childProcesses();
    if (walls.network === "denied") expect(outcome.connected).not.toBe("done");
    if (walls.processes === "hidden") expect(outcome).toMatchObject({ kill: "ESRCH", parent: 0 });
  });

  it("cannot signal other processes through its host", async () => {
    const { component } = conquered(
      channel,
      'process.kill(0, "SIGTERM"); process.kill(process.ppid, "SIGKILL"); sleep();',
      "",
      2_000,
    );
    await using loaded = await component;
    const instance = await loaded.start();
    await expect(instance.call("run")).rejects.toMatchObject({ name: "CallError" });
  });
});
