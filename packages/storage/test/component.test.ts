// The SDK in a component, from its source and built over LMDB: it does there what it does outside of components, and
// data outlives instances and processes.
import type { Manifest } from "@airssys/host";
import { createHarness, type Harness, type HarnessMode } from "@airssys/testing";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { structuredCodec } from "../src/index.ts";
import { type Command, type Outcome, performAll } from "./fixtures/perform.ts";
import { clock, inCall, reset, SHARED_NAMESPACE } from "./host-binding.ts";

type Exports = { perform(request: Uint8Array): Uint8Array };

const at = (path: string) => new URL(path, import.meta.url);
const codec = structuredCodec<unknown>();
const MANIFEST: Manifest = {
  component: { id: "guest", version: "1.0.0" },
  grants: { access: "admin", quotaBytes: 500_000_000, namespaces: { [SHARED_NAMESPACE]: { access: "admin" } } },
};

function open(mode: HarnessMode, world: string): Promise<Harness<Exports>> {
  return createHarness<Exports>({
    entry: at("./fixtures/guest.ts"),
    wit: at("./fixtures/guest.wit"),
    world,
    manifest: MANIFEST,
    mode,
    conditions: ["@airssys/source"],
    cacheFolder: at("../../../.cache"),
  });
}

/** Has commands performed by an instance of their own, at the time of the host outside of components. */
async function performed(
  harness: Harness<Exports>,
  id: string,
  commands: readonly Command[],
): Promise<readonly Outcome[]> {
  harness.clock.set(clock.now);
  await using instance = await harness.start(id);
  return codec.decode(await instance.call("perform", codec.encode(commands))) as Outcome[];
}

beforeEach(reset);

const SCRIPT: readonly Command[] = [
  ["json", "set", "users/ada", { name: "Ada", tags: ["a", null] }],
  ["json", "set", "users/ada", Number.NaN],
  ["json", "get", "users/ada"],
  [
    "structured",
    "set",
    "s",
    new Map<unknown, unknown>([
      ["d", new Date(0)],
      [1n, new Set([undefined, -0, "\ud800"])],
    ]),
  ],
  ["structured", "set", "bytes", { view: new Uint16Array([1, 2]), buffer: new ArrayBuffer(2) }],
  ["structured", "getMany", ["s", "none", "bytes"]],
  ["structured", "get", "users/ada"],
  ["counters", "increment", "n", 2n ** 40n],
  ["json", "increment", "n", -1],
  ["json", "increment", "users/ada"],
  ["text", "set", "t", "é😀"],
  ["text", "set", "t", "\udc00"],
  ["text", "get", "t"],
  ["json", "setMany", Array.from({ length: 250 }, (_, index) => [`k/${index}`, index])],
  ["json", "entries", "k/1", { limit: 20 }],
  ["json", "entries", "k/1", { limit: 20, reverse: true, after: "k/150" }],
  ["json", "keys", { start: "k/98", end: "k/990" }],
  ["json", "count", "k/"],
  ["json", "set", "expiring", 1, { ttlSeconds: 60 }],
  ["json", "ttl", "expiring"],
  ["json", "getEntry", "expiring"],
  ["json", "ttl", "none"],
  ["json", "persist", "expiring"],
  ["json", "batch", ["check", "expiring", undefined], ["set", "b", 1]],
  ["json", "batch", ["check", "none", undefined], ["set", "b", 1], ["delete", "k/0"]],
  [
    "transaction",
    "undo",
    [
      ["json", "set", "b", 2],
      ["transaction", "keep", [["json", "set", "c", 3]]],
      ["json", "keys", "c"],
    ],
  ],
  [
    "transaction",
    "keep",
    [
      ["json", "set", "c", 4],
      ["transaction", "undo", [["json", "deleteRange", "k/"]]],
    ],
  ],
  ["json", "getMany", ["b", "c", "k/249"]],
  ["shared", "set", "headline", "It rains"],
  ["shared", "entries"],
  ["text", "set", "old", '"Ada"'],
  ["users", "get", "old"],
  ["users", "set", "bob", { name: 5 }],
  ["structured", "get", "old"],
  ["keys", "", [["a b", -1.5, 10n ** 30n], new Date(1), true, ""]],
  ["json", "deleteRange", "k/"],
  ["json", "usage"],
  ["json", "usedBytes"],
];

const key = fc.constantFrom("a", "b", "a/1", "a/2", "é", "😀", "n");
const value = fc.oneof(fc.integer(), fc.string(), fc.constant({ a: [1, null] }));
const bound = fc.option(key, { nil: undefined });
const single: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(fc.constantFrom<"json" | "shared">("json", "shared"), fc.constant("set"), key, value),
  fc.tuple(
    fc.constant("json" as const),
    fc.constant("set"),
    key,
    value,
    fc.record({ ttlSeconds: fc.integer({ min: 1, max: 50 }) }),
  ),
  fc.tuple(
    fc.constant("json" as const),
    fc.constantFrom("get", "delete", "has", "getEntry", "ttl", "persist", "deleteRange", "count"),
    key,
  ),
  fc.tuple(fc.constant("json" as const), fc.constant("increment"), key, fc.integer({ min: -9, max: 9 })),
  fc.tuple(
    fc.constant("structured" as const),
    fc.constant("set"),
    key,
    fc.anything({ withMap: true, withSet: true, withBigInt: true }),
  ),
  fc.tuple(fc.constant("structured" as const), fc.constant("get"), key),
  fc.tuple(
    fc.constantFrom<"json" | "shared">("json", "shared"),
    fc.constant("entries"),
    fc.record({ start: bound, end: bound, last: bound }),
    fc.record({ reverse: fc.boolean(), limit: fc.integer({ min: 0, max: 4 }), after: bound }),
  ),
);
const commands = fc.array(
  fc.oneof(
    single,
    fc.tuple(
      fc.constant("transaction" as const),
      fc.constantFrom<"keep" | "undo">("keep", "undo"),
      fc.array(single, { maxLength: 4 }),
    ),
  ),
  { minLength: 1, maxLength: 12 },
);

describe.each(["mock", "lmdb"] as const)("a component, %s", (mode) => {
  let harness: Harness<Exports>;
  let instances = 0;

  beforeAll(async () => {
    harness = await open(mode, "guest");
  });

  afterAll(() => harness.close());

  const perform = (id: string, commands: readonly Command[]) => performed(harness, id, commands);

  test("does with storage what is done outside of one", async () => {
    const expected = inCall(() => performAll(SCRIPT));
    const actual = await perform("script", SCRIPT);
    for (const [index, outcome] of actual.entries()) {
      expect({ command: SCRIPT[index], outcome }).toEqual({ command: SCRIPT[index], outcome: expected[index] });
    }
    expect(actual.some((outcome) => "error" in outcome && !/^[a-z-]+$/.test(outcome.error))).toBe(false);
  });

  test("finds what it has stored after everything was closed and opened again", async () => {
    await perform("restarted", SCRIPT);
    const questions: Command[] = [
      ["json", "keys"],
      ["structured", "getMany", ["s", "bytes"]],
      ["users", "getEntry", "old"],
      ["json", "keys", {}, { limit: 3 }],
      ["shared", "get", "headline"],
    ];
    const before = await perform("restarted", questions);
    await harness.restart();
    expect(await perform("restarted", questions)).toEqual(before);
  });

  test("answers what is answered outside of one, whatever is asked for", { timeout: 300_000 }, async () => {
    const check = async (calls: Command[][]) => {
      reset();
      const id = `random-${instances++}`;
      const wiped: Command = ["shared", "clear"];
      await perform(id, [wiped]);
      for (const call of calls) {
        const expected = inCall(() => performAll(call));
        expect(await perform(id, call)).toEqual(expected);
        clock.now += 20_000;
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(commands, { minLength: 1, maxLength: 4 }), check), { numRuns: 40 });
  });

  test("whose world imports storage alone uses that, and is told what it would need for more", async () => {
    await using modest = await open(mode, "modest-guest");
    const [set, get, scan, increment] = await performed(modest, "modest", [
      ["json", "set", "a", 1],
      ["structured", "get", "a"],
      ["json", "entries"],
      ["json", "increment", "a"],
    ]);
    expect([set, get]).toEqual([{ answer: undefined }, { error: "invalid-argument" }]);
    expect(scan).toEqual({ error: expect.stringContaining("does not import airssys:wasm/storage-ranges@0.1.0: add") });
    expect(increment).toEqual({ error: expect.stringContaining('the world "modest-guest" of this component') });
  });
});
