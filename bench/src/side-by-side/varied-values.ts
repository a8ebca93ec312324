import { randomBytes } from "node:crypto";

/**
 * Makes values of 100 B that differ from one another: an engine may write nothing where a value is overwritten with
 * itself. They are hexadecimal digits, so that what compresses can halve them.
 */
export function variedValues(): () => Uint8Array {
  const values = Array.from({ length: COUNT }, () => Buffer.from(randomBytes(VALUE_BYTES / 2).toString("hex")));
  let turn = 0;
  return () => {
    turn += 1;
    const value = values[turn % COUNT] as Buffer; // there are so many
    value.writeUInt32LE(turn, 0); // differs each time that it comes round
    return value;
  };
}

const COUNT = 4_096;
const VALUE_BYTES = 100;
