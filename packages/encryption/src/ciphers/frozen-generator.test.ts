import fc from "fast-check";
import { expect, test } from "vitest";
import { isOfFrozenGenerator } from "./frozen-generator.ts";

/**
 * What a component without the feature `random` draws first, in every instance. That it still does is tested with a
 * component.
 */
const FIRST_DRAWS = ["cc70e87b06e5d63dd658c0dd11113de4", "5e2bad2e96876664a45b90087d5b964c"];

test.each(FIRST_DRAWS)("%s is recognised", (draw) => {
  expect(isOfFrozenGenerator(Uint8Array.from(Buffer.from(draw, "hex")))).toBe(true);
});

test("the generator is recognised in whatever state it is", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (state) => {
      expect(isOfFrozenGenerator(drawAt(state))).toBe(true);
    }),
  );
});

test("random bytes are not taken for it", () => {
  for (let index = 0; index < 1_000; index++) {
    expect(isOfFrozenGenerator(crypto.getRandomValues(new Uint8Array(16)))).toBe(false);
  }
});

test("a draw with a single bit turned round is not taken for it", () => {
  const draw = drawAt(123_456_789n);
  for (let bit = 0; bit < 128; bit++) {
    const turned = Uint8Array.from(draw, (byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    expect(isOfFrozenGenerator(turned)).toBe(false);
  }
});

function drawAt(state: bigint): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  const [first, second] = [1n, 2n].map((steps) => BigInt.asUintN(64, state + steps * 0xa0761d6478bd642fn));
  view.setBigUint64(0, numberOf(first as bigint), true);
  view.setBigUint64(8, numberOf(second as bigint), true);
  return new Uint8Array(view.buffer);
}

function numberOf(state: bigint): bigint {
  return BigInt.asUintN(64, state * (state ^ 0xe7037ed1a0b428dbn));
}
