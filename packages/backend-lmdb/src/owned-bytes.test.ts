import { expect, test } from "vitest";
import { ownedBytes } from "./owned-bytes.ts";

test("copies what the scratch buffer holds, and keeps it when the buffer is used again", () => {
  const scratch = Buffer.alloc(100_000, 1);
  const copies = [0, 1, 100, 4_096, 4_097, 65_536, 100_000].map((length) => ownedBytes(scratch, 0, length));
  scratch.fill(2);
  for (const copy of copies) expect(copy.every((byte) => byte === 1)).toBe(true);
  expect(copies.map(({ length }) => length)).toEqual([0, 1, 100, 4_096, 4_097, 65_536, 100_000]);
});

test("copies never overlap, however many there are", () => {
  const scratch = Buffer.alloc(4_096);
  const copies = Array.from({ length: 500 }, (_, index) =>
    ownedBytes(scratch.fill(index % 256), 0, 1 + ((index * 97) % 4_096)),
  );
  for (const [index, copy] of copies.entries()) expect(copy.every((byte) => byte === index % 256)).toBe(true);
});
