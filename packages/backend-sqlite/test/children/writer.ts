// `writer.ts PATH TIMES [BALLAST]`: makes commits of two keys, and says of each whether it was acknowledged, or how it
// failed. What may have happened it looks up in the store, opened again. After some failures it removes the ballast.
import { rmSync, writeSync } from "node:fs";
import { BackendError } from "@airssys/backend";
import { openSqlite } from "@airssys/backend-sqlite";
import { bytes, put, text, write } from "@airssys/test-kit/text";

const [path = "", times = "0", ballast] = process.argv.slice(2);
const FAILURES_BEFORE_ROOM = 5;
let backend = openSqlite({ path });
let failures = 0;

for (let number = 1; number <= Number(times); number++) {
  try {
    write(backend, put(`key/${number}`, new Uint8Array(20_000).fill(number % 256)), put("count", String(number)));
    say({ number });
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const { code, outcome } = error;
    if (outcome === "unknown") reopen();
    say({ number, code, outcome, count: text(backend.get(bytes("count"))) });
    if (++failures === FAILURES_BEFORE_ROOM && ballast !== undefined) rmSync(ballast);
  }
}
backend.close();

/** Opening syncs too, so that on a disk that goes on failing it takes several attempts. */
function reopen(attempts = 10): void {
  backend.close();
  try {
    backend = openSqlite({ path });
  } catch (error) {
    if (attempts === 0) throw error;
    reopen(attempts - 1);
  }
}

function say(report: object): void {
  writeSync(1, `${JSON.stringify(report)}\n`);
}
