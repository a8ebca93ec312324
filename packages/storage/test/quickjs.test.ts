// The SDK in components whose engine is QuickJS: https://github.com/andreiltd/componentize-qjs. What differs is written
// down in docs/guide/quickjs.md.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openLmdb } from "@airssys/backend-lmdb";
import { type Manifest, openHost } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import { type Instance, load } from "@airssys/runtime";
import { componentize } from "componentize-qjs";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { structuredCodec } from "../src/index.ts";
import { type Command, type Outcome, performAll } from "./fixtures/perform.ts";
import { clock, inCall, reset, SHARED_NAMESPACE } from "./host-binding.ts";

type Exports = {
  perform(request: Uint8Array): Uint8Array;
  fail(code: string): void;
  collect(): string;
  sealed(byItself: boolean): string;
};

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "airssys-quickjs-"));
const codec = structuredCodec<unknown>();

async function bundled(entry: string): Promise<string> {
  const bundle = await rolldown({
    input: at(entry),
    platform: "neutral",
    external: /^airssys:/,
    resolve: { conditionNames: ["@airssys/source", "import", "default"] },
  });
  const { output } = await bundle.generate({});
  await bundle.close();
  return output[0].code;
}

/** componentize-qjs wants WIT in a folder, with what it depends on beside it. */
async function build(): Promise<Uint8Array> {
  const wit = join(folder, "wit");
  const contract = join(wit, "deps", "airssys-wasm");
  mkdirSync(contract, { recursive: true });
  cpSync(at("./fixtures/quickjs.wit"), join(wit, "quickjs.wit"));
  cpSync(at("../../../wit"), contract, {
    recursive: true,
    filter: (path) => !/types|node_modules|\.(md|json)$/.test(path.slice(at("../../../wit").length)),
  });
  const { component } = await componentize({
    witPath: wit,
    world: "quickjs",
    jsSource: await bundled("./fixtures/quickjs.ts"),
    sync: true,
  });
  return component;
}

const backend = openLmdb({ path: join(folder, "data") });
let guest: Instance<Exports>;

async function perform(commands: readonly Command[]): Promise<Outcome[]> {
  return codec.decode(await guest.call("perform", codec.encode(commands))) as Outcome[];
}

beforeAll(async () => {
  reset();
  const cipher = nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(7) }], newest: 1 });
  const host = openHost({ backend, clock: () => clock.now, cipher, telemetry: false });
  const manifest: Manifest = {
    component: { id: "quickjs", version: "1.0.0" },
    grants: { access: "admin", quotaBytes: 500_000_000, namespaces: { [SHARED_NAMESPACE]: { access: "admin" } } },
  };
  const component = await load<Exports>(await build(), { host, manifest });
  guest = await component.start();
}, 300_000);
afterAll(async () => {
  await guest.stop();
  backend.close();
  rmSync(folder, { recursive: true });
});

const SCRIPT: readonly Command[] = [
  ["json", "set", "users/ada", { name: "Ada", tags: ["a", null, "é😀\u0000%41"] }],
  ["json", "get", "users/ada"],
  ["json", "get", "none"],
  ["json", "has", "none"],
  ["json", "set", "\ud800", 1],
  ["json", "set", "users/ada", Number.NaN],
  [
    "structured",
    "set",
    "s",
    new Map<unknown, unknown>([
      ["d", new Date(0)],
      [2n ** 70n, new Set([undefined, -0, "\ud800"])],
    ]),
  ],
  ["structured", "getMany", ["s", "none"]],
  ["structured", "get", "users/ada"],
  ["text", "set", "t", "%25 é😀\ufeff"],
  ["text", "get", "t"],
  ["text", "get", "s"],
  ["text", "set", "t", "\udc00"],
  ["counters", "increment", "n", 2n ** 40n],
  ["json", "increment", "n", -1],
  ["json", "increment", "users/ada"],
  ["json", "setMany", Array.from({ length: 250 }, (_, index) => [`k/${index}`, index])],
  ["json", "entries", "k/1", { limit: 20 }],
  ["json", "keys", { start: "k/98", end: "k/990" }],
  ["json", "entries", "k/1", { limit: 20, reverse: true, after: "k/150" }],
  ["json", "count", "k/"],
  ["json", "set", "expiring", 1, { ttlSeconds: 60 }],
  ["json", "ttl", "expiring"],
  ["json", "getEntry", "expiring"],
  ["json", "persist", "expiring"],
  ["json", "ttl", "expiring"],
  ["json", "ttl", "none"],
  ["json", "getEntry", "none"],
  ["json", "batch", ["check", "expiring", undefined], ["set", "b", 1]],
  ["json", "batch", ["check", "none", undefined], ["set", "b", 1, { ttlSeconds: 9 }], ["delete", "k/0"]],
  [
    "transaction",
    "undo",
    [
      ["json", "set", "b", 2],
      ["transaction", "keep", [["json", "set", "c", 3]]],
    ],
  ],
  ["json", "getMany", ["b", "c", "k/249"]],
  ["shared", "set", "headline", "It rains"],
  ["shared", "entries"],
  ["text", "set", "old", '"Ada"'],
  ["users", "get", "old"],
  ["users", "set", "bob", { name: 5 }],
  ["keys", "", [["a b", -1.5, 10n ** 30n], new Date(1), true, ""]],
  ["json", "deleteRange", "k/"],
  ["json", "usage"],
  ["json", "usedBytes"],
  ["json", "clear"],
  ["json", "usedBytes"],
];

test("a component does with storage in QuickJS what is done outside of one", async () => {
  const expected = inCall(() => performAll(SCRIPT));
  const actual = await perform(SCRIPT);
  for (const [index, outcome] of actual.entries()) {
    expect({ command: SCRIPT[index], outcome }).toEqual({ command: SCRIPT[index], outcome: expected[index] });
  }
});

test("counters beyond 2 ** 53 are an error there instead of a little wrong", async () => {
  await perform([["counters", "set", "large", 2n ** 60n]]);
  const [read, counted] = await perform([
    ["counters", "get", "large"],
    ["counters", "increment", "large", 1n],
  ]);
  expect(read).toEqual({ answer: 2n ** 60n });
  expect(counted).toEqual({ error: expect.stringContaining("beyond 2 ** 53") });
});

test.each(["conflict", "key-not-found", "value-too-large"])(
  "the error %s passes through an export as it is",
  async (code) => {
    await expect(guest.call("fail", code)).rejects.toMatchObject({ code: "refused", payload: { tag: code } });
  },
);

test("collections work there", async () => {
  expect(JSON.parse(await guest.call("collect"))).toEqual({
    ages: [3, 5],
    all: 149,
    lobby: ["ada", "bob"],
    first: "first",
    vector: [3, 2],
    floor: [1, "one"],
    urgent: "now",
    counter: 5,
    faults: 0,
  });
});

test("the host seals for such a component, which finds that it has no randomness of its own", async () => {
  expect(await guest.call("sealed", false)).toBe("Dear Charles");
  expect(await guest.call("sealed", true)).toBe("no-randomness");
});
