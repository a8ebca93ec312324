import { guestWorld } from "@airssys/componentize/script";
import {
  ArgumentTaker,
  declaredWorld,
  type FunctionTypes,
  inJavaScript,
  type TakingOptions,
} from "@airssys/runtime/declared";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { startBoth } from "./both.ts";
import { newFolder, readOutcome } from "./differences.ts";
import { ODD_VALUES, seen } from "./fixtures/odd-values.ts";
import { CROSSING_TYPES, WIT } from "./fixtures/types.ts";

const wit = newFolder({ "crossing.wit": WIT });
let declared: FunctionTypes;

const guests = startBoth(async () => {
  const world = await guestWorld(wit.path, undefined);
  declared = declaredWorld(world.encoded).exports;
  return {
    entry: new URL("./fixtures/crossing.ts", import.meta.url),
    wit: wit.path,
    manifest: '[component]\nid = "crossing"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "admin" }',
    conditions: ["@airssys/source"],
    cacheFolder: new URL("../../../.cache", import.meta.url),
  };
});

afterAll(() => wit.remove());

/**
 * Makes one call in both, and compares. A trap takes as long as hundreds of other calls, since it is followed by a new
 * instance: it is awaited in some cases out of many.
 *
 * @param isForeseen whether the call will trap, as far as that is known.
 */
async function expectSame(about: string, isForeseen: boolean, path: string, ...args: unknown[]): Promise<void> {
  if (isForeseen && isSkipped()) return;
  const inMock = await readOutcome(guests.mock.call(path, ...args));
  if (!isForeseen && inMock.code === "trapped" && isSkipped()) return;
  expect(inMock, about).toEqual(await readOutcome(guests.built.call(path, ...args)));
}

function isSkipped(): boolean {
  return foreseenTraps++ % TRAPS_SKIPPED !== 0;
}

const TRAPS_SKIPPED = 30;
let foreseenTraps = 0;

const indices = ODD_VALUES.map((_each, index) => index);

describe.each(CROSSING_TYPES)("a value of $wit", ({ name, wit: type }) => {
  const path = (verb: string) => `values.${inJavaScript(`${verb}-${name}`)}`;
  const isWrong = (value: unknown, isExact = false) => {
    const callee = declared.functions.find((each) => each.name === `see-${name}`);
    const options: TakingOptions = { isExact, isCopied: true, passesHandles: false };
    try {
      if (callee !== undefined) new ArgumentTaker(declared.types, options).take(callee, [value]);
      return false;
    } catch {
      return true;
    }
  };
  /** Whether it is wrong in every way in which it can be taken for a value or for an error. */
  const isAllWrong = (value: unknown) => listParts(value).every((part) => isWrong(part));
  const about = (verb: string, index: number) => `${verb} ${type}: ${seen(ODD_VALUES[index]?.())}`;

  it("arrives in the guest as in a component, or is refused before there is a call", async () => {
    const { traps } = guests.built;
    for (const index of indices) {
      const value = () => ODD_VALUES[index]?.();
      await expectSame(about("see", index), false, path("see"), value());
      const { code } = await readOutcome(guests.mock.call(path("see"), value()));
      expect(code, about("see", index)).toBe(isWrong(value(), true) ? "invalid-argument" : undefined);
    }
    expect(guests.built.traps).toBe(traps);
  });

  it.each([
    ["returned", "give", 3],
    ["returned, where it may also return an error", "answer", 8],
    ["threw, where it may return an error", "refuse", 8],
  ])("comes out of the guest as out of a component, whatever it %s", async (_what, verb, each) => {
    const some = indices.filter((index) => (index + name.length) % each === 0);
    for (const index of some) {
      const value = ODD_VALUES[index]?.();
      const isForeseen = verb === "give" ? isWrong(value) : isAllWrong(value);
      await expectSame(about(verb, index), isForeseen, path(verb), index);
    }
  });

  it("traps when it is returned and of another type", async () => {
    const index = indices.find((each) => isWrong(ODD_VALUES[each]?.())) ?? expect.unreachable("every value is right");
    for (const instance of [guests.mock, guests.built])
      await expect(instance.call(path("give"), index)).rejects.toMatchObject({
        code: "trapped",
        message: expect.stringMatching(/^values\.give\w+ of crossing trapped: give\w+[^:]*: expected .+, got .+/),
      });
  });
});

describe("a guest", () => {
  it("that throws where it may return an error without a value is refused, whatever it threw", async () => {
    for (const index of indices) await expectSame("nothing", false, "values.refuseNothing", index);
  });

  it("hands anything over to its host as a component does", async () => {
    const text = ODD_VALUES.findIndex((each) => each() === "text");
    for (const index of indices) {
      const value = seen(ODD_VALUES[index]?.());
      await expectSame(`a key: ${value}`, false, "store", index, index);
      await expectSame(`bytes: ${value}`, false, "store", text, index);
      await expectSame(`a number: ${value}`, false, "increment", index);
      await expectSame(`a list: ${value}`, false, "write", index);
    }
  });

  it("keeps nothing that its caller has, and its caller nothing of its own", async () => {
    for (const instance of [guests.mock, guests.built]) {
      const given = Uint8Array.of(1, 2, 3);
      const answered = (await instance.call("values.keep", given)) as Uint8Array;
      expect([...given, ...answered]).toEqual([1, 2, 3, 1, 2, 3]);
      given.fill(5);
      answered.fill(6);
      expect(await instance.call("values.kept")).toEqual(Uint8Array.of(9, 9, 9));
      expect([...given, ...answered]).toEqual([5, 5, 5, 6, 6, 6]);
    }
  });

  it("answers values that fit as a component does", async () => {
    const path = (name: string) => `values.${inJavaScript(`echo-${name}`)}`;
    await fc.assert(
      fc.asyncProperty(fc.oneof(...FITTING), ([name, value]) => expectSame(name, false, path(name), value)),
      { numRuns: 500 },
    );
  });
});

/** A value, and what it may be an answer with. */
function listParts(value: unknown): readonly [unknown, unknown, unknown] {
  const { val, payload } = new Object(value) as { readonly val?: unknown; readonly payload?: unknown };
  return [value, val, payload];
}

const u32 = fc.nat({ max: 2 ** 32 - 1 });
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const text = fc.string({ unit: "binary" });
const point = fc.record({ x: fc.integer(), yAxis: fc.double(), label: fc.option(text, { nil: undefined }) });

/** Values of types, with the names of these. */
const FITTING: readonly fc.Arbitrary<readonly [string, unknown]>[] = Object.entries({
  u32,
  u64,
  text,
  point,
  bool: fc.boolean(),
  s8: fc.integer({ min: -128, max: 127 }),
  s64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  f32: fc.float(),
  f64: fc.double(),
  char: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  bytes: fc.uint8Array(),
  points: fc.array(point),
  "text-list": fc.array(text),
  "list-list": fc.array(fc.uint8Array()),
  "double-list": fc.array(fc.double()),
  "long-list": fc.bigUint64Array(),
  "maybe-maybe": fc.oneof(fc.constant({ tag: "none" }), fc.record({ tag: fc.constant("some"), val: fc.option(u32) })),
  pair: fc.tuple(u32, text),
  color: fc.constantFrom("red", "dark-green", "blue"),
  rights: fc.record({ canRead: fc.boolean(), canWrite: fc.boolean(), exec: fc.boolean() }),
  shape: fc.oneof(
    fc.constant({ tag: "nothing" }),
    fc.record({ tag: fc.constant("circle"), val: fc.double() }),
    fc.record({ tag: fc.constant("at"), val: point }),
    fc.record({ tag: fc.constant("id"), val: u64 }),
  ),
}).map(([name, values]) => values.map((value: unknown) => [name, value] as const));
