import type { Bytes, ScanRange, Write } from "@airssys/backend";
import fc from "fast-check";

/** A generated check. Its expected value is decided when it runs, so that some checks hold. */
export interface DrawnCheck {
  readonly key: Bytes;
  readonly asks: "what is there" | Bytes | undefined;
}

/** Keys of a small alphabet, so that they collide, are prefixes of each other and lie at the edges. */
export const keys: fc.Arbitrary<Bytes> = fc
  .array(fc.constantFrom(0x00, 0x61, 0x62, 0xff), { minLength: 1, maxLength: 3 })
  .map((bytes) => Uint8Array.from(bytes));

const bounds = fc.oneof({ weight: 9, arbitrary: keys }, { weight: 1, arbitrary: fc.constant(new Uint8Array(0)) });

const values: fc.Arbitrary<Bytes> = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ maxLength: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }).map((byte) => new Uint8Array(5_000).fill(byte)) },
);

const puts: fc.Arbitrary<Write> = fc.record({ type: fc.constant("put" as const), key: keys, value: values });
const deletes: fc.Arbitrary<Write> = fc.record({ type: fc.constant("delete" as const), key: keys });
const rangeDeletes: fc.Arbitrary<Write> = fc.record({
  type: fc.constant("delete-range" as const),
  gte: bounds,
  lt: bounds,
});

export const writes: fc.Arbitrary<Write[]> = fc.array(
  fc.oneof({ weight: 8, arbitrary: puts }, { weight: 3, arbitrary: deletes }, { weight: 1, arbitrary: rangeDeletes }),
  { maxLength: 6 },
);

export const checks: fc.Arbitrary<DrawnCheck[]> = fc.array(
  fc.record({
    key: keys,
    asks: fc.oneof(
      { weight: 4, arbitrary: fc.constant("what is there" as const) },
      { weight: 1, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: values },
    ),
  }),
  { maxLength: 3 },
);

export const ranges: fc.Arbitrary<ScanRange> = fc.record(
  {
    gte: bounds,
    lt: bounds,
    reverse: fc.boolean(),
    limit: fc.integer({ min: 1, max: 8 }),
    valueBytesMax: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: [] },
);
