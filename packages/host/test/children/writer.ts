// `writer.ts FOLDER alone|grouped [TIMES] [BALLAST]`: runs the transactions of the workload, going on where the last
// writer ended. Says the namespace and the number of each as soon as it is acknowledged; of one that failed also the
// code and the outcome of the error, and the number that is there then. Grouped, several namespaces commit at once.
// When nothing can be read any more it opens the store again, and after some failures it removes the ballast, which
// makes room.
import { rmSync, writeSync } from "node:fs";
import { BackendError } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";
import { openStore } from "@airssys/host";
import { instantOf, namesOf, numberIn, workOf } from "./workload.ts";

const [path = "", way = "alone", times = "Infinity", ballast] = process.argv.slice(2);
const FAILURES_BEFORE_ROOM = 12;
let now = 0;
let failures = 0;
let opened = open();

const first = Math.max(...namesOf(way).map(numberOf)) + 1;
for (let number = first; number < first + Number(times); number++) {
  now = instantOf(number);
  if (way === "alone") for (const name of namesOf(way)) writeAlone(name, number);
  else await Promise.all(namesOf(way).map((name, index) => writeGrouped(name, number, index)));
}
opened.backend.close();

function open() {
  const backend = openLmdb({ path });
  return { backend, namespaces: openStore({ backend, clock: () => now }) };
}

function writeAlone(name: string, number: number): void {
  try {
    opened.namespaces.open(name).transaction((transaction) => {
      for (const _answer of workOf(transaction, number));
    });
    writeSync(1, `${name} ${number}\n`);
  } catch (error) {
    tellFailure(name, number, error);
  }
}

async function writeGrouped(name: string, number: number, index: number): Promise<void> {
  if ((number + index) % 3 === 0) await new Promise((resolve) => setImmediate(resolve)); // so that groups differ
  try {
    await opened.namespaces.openGrouped(name).transaction(async (transaction) => {
      for (const answer of workOf(transaction, number)) await answer;
    });
    writeSync(1, `${name} ${number}\n`);
  } catch (error) {
    tellFailure(name, number, error);
  }
}

function tellFailure(name: string, number: number, error: unknown): void {
  if (!(error instanceof BackendError)) throw error;
  writeSync(1, `${name} ${number} ${error.code} ${error.outcome} ${numberAfterFailure(name)}\n`);
  if (++failures === FAILURES_BEFORE_ROOM && ballast !== undefined) rmSync(ballast);
}

function numberAfterFailure(name: string): number {
  try {
    return numberOf(name);
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    opened.backend.close();
    opened = open();
    return numberOf(name);
  }
}

function numberOf(name: string): number {
  return numberIn(opened.namespaces.open(name).get("a"));
}
