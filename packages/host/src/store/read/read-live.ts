import type { Bytes } from "@airssys/backend";
import type { Limits } from "@airssys/protocol";
import { checkedKey } from "../format/key-check.ts";
import { entryExpiresAt, entryFill, entryValue, hasExpired, NEVER, NO_FILL } from "../format/stored-entry.ts";
import type { Engine, Steps } from "../steps/steps.ts";
import type { NamespaceMemory } from "./namespace-memory.ts";
import { readState } from "./namespace-state.ts";

/**
 * Reads the committed value of one key that has not expired. A transaction with nothing else to do would return the
 * same; to do without one takes a third off the time of a get.
 *
 * @throws StorageError `invalid-key`
 */
export function* readLive(
  engine: Engine,
  memory: NamespaceMemory,
  key: string,
  limits: Limits,
): Steps<Bytes | undefined> {
  // Without `answered`, whose own generator would cost a tenth of the whole.
  const entry = (yield engine.get(checkedKey(key, limits))) as Bytes | undefined;
  if (entry === undefined) return undefined;
  if (entryFill(entry) !== NO_FILL && !(yield* isFilled(engine, memory, entry))) return undefined;
  if (entryExpiresAt(entry) === NEVER) return entryValue(entry);
  if (!memory.isKnown) yield* readState(engine, memory, memory.now());
  return isLive(entry, memory, memory.now()) ? entryValue(entry) : undefined;
}

/** Whether the fill that wrote an entry is whole. Its record need not be read twice. */
function* isFilled(engine: Engine, memory: NamespaceMemory, entry: Bytes): Steps<boolean> {
  if (!isOfKnownFill(entry, memory)) yield* readState(engine, memory, memory.now());
  return isOfKnownFill(entry, memory);
}

/** Whether an entry was written by no fill, or by one that is known to be whole. */
export function isOfKnownFill(entry: Bytes, memory: NamespaceMemory): boolean {
  const fill = entryFill(entry);
  return fill === NO_FILL || fill === memory.fill;
}

/** Whether an entry has not expired at an instant. The clock does not step back behind one that has. */
export function isLive(entry: Bytes, memory: NamespaceMemory, now: number): boolean {
  if (!hasExpired(entry, now)) return true;
  memory.meetExpired(now);
  return false;
}
