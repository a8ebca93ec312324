import sortedBTree from "sorted-btree";
import { swallow } from "../black-hole.ts";
import type { PointOperations } from "../contestant.ts";
import { type KeySet, prefixEnd } from "../key-set.ts";
import { VALUE } from "../value.ts";
import type { Raw } from "./raw.ts";

/** A sorted map with the same keys as strings, which shares its values with whoever asks and has no transactions. */
export function openRawMemory(keys: KeySet): Raw {
  const tree = new sortedBTree.default<string, Uint8Array>(undefined, compareStrings);
  const points: PointOperations = {
    get: (index) => swallow((tree.get(keys.engineText(index)) as Uint8Array).length),
    set: (index) => {
      tree.set(keys.engineText(index), VALUE);
    },
  };
  const overRange = (prefix: string, found?: (key: string, value: Uint8Array) => void) => {
    const start = `${keys.enginePrefix}${prefix}`;
    return tree.forRange(start, prefixEnd(start), false, found);
  };
  return {
    name: "sorted-btree",
    ...points,
    getEncoding: (index) => swallow((tree.get(keys.enginePrefix + keys.guestKey(index)) as Uint8Array).length),
    inTransaction: (work) => work(points),
    readEntries: (prefix) => void overRange(prefix, (key, value) => swallow(key.length + value.length)),
    listKeys(prefix) {
      const found: string[] = [];
      overRange(prefix, (key) => void found.push(key));
      swallow(found.length);
    },
    countKeys: (prefix) => swallow(overRange(prefix)),
    close: async () => {},
  };
}

function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
