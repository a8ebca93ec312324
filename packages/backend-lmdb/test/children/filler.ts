import { rmSync } from "node:fs";
import { BackendError } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";
import { bytes, put, text } from "@airssys/test-kit/text";

// Writes until the disk refuses, then looks whether everything is there, and goes on once there is space.

const [path = "", ballast] = process.argv.slice(2);
const backend = openLmdb({ path });
const key = (number: number) => `k${String(number).padStart(6, "0")}`;
const value = (number: number) => new Uint8Array(20_000).fill(number % 256);
const commit = (number: number) =>
  backend.commit({ checks: [], writes: [put(key(number), value(number)), put("count", String(number))] });

let written = 0;
let refusal: unknown;
while (refusal === undefined && written < 10_000) {
  try {
    commit(written + 1);
    written++;
  } catch (error) {
    refusal = error;
  }
}
const { code, outcome } = refusal as BackendError;
console.log(
  JSON.stringify({ isTyped: refusal instanceof BackendError, code, outcome, hasWritten: written > 0, ...held() }),
);

if (ballast !== undefined) {
  rmSync(ballast);
  for (let more = 0; more < 10; more++) commit(++written);
  console.log(JSON.stringify(held()));
}
backend.close();

/** Returns whether the store holds exactly what was acknowledged. */
function held() {
  const isCounted = text(backend.get(bytes("count"))) === String(written);
  let isWhole = true;
  for (let number = 1; number <= written; number++) {
    isWhole &&= Buffer.compare(backend.get(bytes(key(number))) ?? new Uint8Array(0), value(number)) === 0;
  }
  return { isCounted, isWhole, hasMore: backend.get(bytes(key(written + 1))) !== undefined };
}
