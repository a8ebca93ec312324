import { swallow } from "../black-hole.ts";
import type { PointOperations } from "../contestant.ts";
import { type KeySet, prefixEnd } from "../key-set.ts";
import { VALUE } from "../value.ts";
import { type LmdbEnvironment, openLmdbEnvironment } from "./lmdb-environment.ts";
import type { Raw } from "./raw.ts";

/** lmdb with the same keys and values as bytes: `getBinary`, `putSync` inside `transactionSync`, `getRange`. */
export function openRawLmdb(path: string, keys: KeySet): Raw {
  const environment = openLmdbEnvironment(path);
  const { root, data } = environment;
  const inTransaction = pointsInTransaction(environment, keys);
  return {
    name: "lmdb",
    get: inTransaction.get,
    set: (index) => {
      root.transactionSync(() => inTransaction.set(index));
    },
    getEncoding: (index) => swallow((data.getBinary(Buffer.from(keys.engineText(index))) as Buffer).length),
    inTransaction: (work) => {
      root.transactionSync(() => work(inTransaction));
    },
    readEntries(prefix) {
      for (const { key, value } of data.getRange(rangeOf(keys, prefix))) swallow(key.length + value.length);
    },
    listKeys: (prefix) => swallow([...data.getKeys(rangeOf(keys, prefix))].length),
    countKeys: (prefix) => swallow(data.getKeysCount(rangeOf(keys, prefix))),
    close: () => root.close(),
  };
}

function pointsInTransaction({ data }: LmdbEnvironment, keys: KeySet): PointOperations {
  return {
    get: (index) => swallow((data.getBinary(keys.engineKey(index)) as Buffer).length),
    set: (index) => {
      data.putSync(keys.engineKey(index), VALUE as Buffer);
    },
  };
}

function rangeOf(keys: KeySet, prefix: string): { start: Buffer; end: Buffer } {
  const start = `${keys.enginePrefix}${prefix}`;
  return { start: Buffer.from(start), end: Buffer.from(prefixEnd(start)) };
}
