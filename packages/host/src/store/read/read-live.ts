import type { Bytes } from "@airssys/backend";
import type { Limits } from "@airssys/protocol";
import type { Clock } from "../../time/clock.ts";
import { checkedKey } from "../format/key-check.ts";
import { entryValue, isLiveAt } from "../format/stored-entry.ts";
import type { Engine, Steps } from "../steps/steps.ts";

/**
 * The committed value of one key that has not expired. What a transaction with nothing else to do would answer, without
 * making one: it takes a third off the time of a get.
 *
 * @throws StorageError `invalid-key`
 */
export function* readLive(engine: Engine, key: string, limits: Limits, clock: Clock): Steps<Bytes | undefined> {
  // Without `answered`, whose own generator would cost a tenth of the whole.
  const entry = (yield engine.get(checkedKey(key, limits))) as Bytes | undefined;
  return entry !== undefined && isLiveAt(entry, clock) ? entryValue(entry) : undefined;
}
