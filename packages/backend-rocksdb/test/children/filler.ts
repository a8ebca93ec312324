import { rmSync } from "node:fs";
import { BackendError } from "@airssys/backend";
import { openRocksdb } from "@airssys/backend-rocksdb";
import { bytes, put, text } from "@airssys/test-kit/text";

// Writes until the disk refuses, then looks whether everything is there, and goes on once there is space.

const [path = "", ballast] = process.argv.slice(2);
let backend = await open();
const key = (number: number) => `k${String(number).padStart(6, "0")}`;
const value = (number: number) => new Uint8Array(20_000).fill(number % 256);
const commit = (number: number) =>
  backend.commit({ checks: [], writes: [put(key(number), value(number)), put("count", String(number))] });

let written = 0;
console.log(JSON.stringify({ ...refusalOf(writeUntilRefused), hasWritten: written > 0, ...held() }));
if (ballast === undefined) {
  // RocksDB met the end of the file itself: it takes no more.
  console.log(JSON.stringify(refusalOf(() => commit(written + 1))));
  await backend.close();
  backend = await open();
} else {
  rmSync(ballast);
  await new Promise((resolve) => setTimeout(resolve, 150)); // the disk is asked again
  for (let more = 0; more < 10; more++) commit(++written);
}
console.log(JSON.stringify(held()));
await backend.close();

function open() {
  return openRocksdb({ path, writeBufferBytes: 4 * 1_048_576, blockCacheBytes: 1_048_576 });
}

function writeUntilRefused(): void {
  for (; written < 10_000; written++) commit(written + 1);
}

function refusalOf(act: () => unknown) {
  try {
    act();
    return {};
  } catch (error) {
    const { code, outcome } = error as BackendError;
    return { isTyped: error instanceof BackendError, code, outcome };
  }
}

/** Returns whether the store holds exactly what was acknowledged. */
function held() {
  const isCounted = text(backend.get(bytes("count"))) === String(written);
  let isWhole = true;
  for (let number = 1; number <= written; number++) {
    isWhole &&= Buffer.compare(backend.get(bytes(key(number))) ?? new Uint8Array(0), value(number)) === 0;
  }
  return { isCounted, isWhole, hasMore: backend.get(bytes(key(written + 1))) !== undefined };
}
