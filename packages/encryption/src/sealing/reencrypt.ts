import { type KeyRange, requireKnownOptions, StorageError } from "@airssys/protocol";
import type { ByteStorage } from "@airssys/storage";
import { doesNotOpen } from "../errors/encryption-error.ts";
import type { Sealer } from "./sealer.ts";

/** One step of a re-encryption. */
export interface ReencryptOptions {
  /**
   * Most values to look at, 1 to 1 000. 100 unless given: what one call of a component does in well under a second with
   * the host's cipher.
   */
  readonly limit?: number | undefined;
  /** The cursor of the step before. From the beginning, unless given. */
  readonly cursor?: string | undefined;
  /** The keys to look at. All of them, unless given. */
  readonly range?: KeyRange | undefined;
}

/** The result of one step of a re-encryption. */
export interface Reencrypted {
  /** Values that it read. The sum over all steps is the number of keys. */
  readonly examined: number;
  /** Values that it sealed again, because they were not sealed with the newest key. */
  readonly resealed: number;
  /**
   * The keys, as they are stored, of values that do not open or are no sealed values. They stay as they are. Every
   * value is opened, also those that name the newest key: what is not among these could be read.
   */
  readonly unopened: readonly string[];
  /**
   * The keys, as they are stored, of values that open and for which there is no room sealed anew: the host answers
   * `value-too-large` or `quota-exceeded`. They stay as they are, and need the key that sealed them.
   */
  readonly unresealed: readonly string[];
  /** The cursor of the next step; `undefined` when this was the last one. */
  readonly cursor: string | undefined;
}

const LIMIT = 100;

/** How often a value is looked at again because somebody else has written it meanwhile. */
const ATTEMPTS_MAX = 32;

/** Seals the values of a page anew where they are not sealed with the newest key. */
export function reencryptPage(byteStorage: ByteStorage, sealer: Sealer, options: ReencryptOptions): Reencrypted {
  requireKnownOptions<ReencryptOptions>(options, { limit: true, cursor: true, range: true });
  const { limit = LIMIT, range = {} } = options;
  const page = byteStorage.page(sealer.storedRange(range), { limit }, options.cursor);
  const newestKey = sealer.newestKey();
  const keys: Record<Outcome, string[]> = { resealed: [], left: [], unopened: [], unresealed: [] };
  for (const [storedKey, stored] of page.entries) {
    const outcome = outcomeOf(byteStorage, sealer, [storedKey, stored], newestKey);
    keys[outcome].push(storedKey);
  }
  const { resealed, unopened, unresealed } = keys;
  return { examined: page.entries.length, resealed: resealed.length, unopened, unresealed, cursor: page.cursor };
}

type Outcome = "resealed" | "left" | "unopened" | "unresealed";

/**
 * What becomes of one value. One that cannot be sealed anew is told, and hinders none of the others. A value that names
 * the newest key is opened all the same: the number alone does not say that these are the bytes of the key that sealed
 * it.
 */
function outcomeOf(
  byteStorage: ByteStorage,
  sealer: Sealer,
  [storedKey, stored]: readonly [string, Uint8Array],
  newestKey: number,
): Outcome {
  try {
    if (!sealer.isNewest(stored, newestKey)) return reseal(byteStorage, sealer, storedKey, newestKey);
    sealer.open(storedKey, stored);
    return "left";
  } catch (error) {
    if (doesNotOpen(error)) return "unopened";
    if (!(error instanceof StorageError)) throw error;
    if (error.code === "key-not-found") return "left"; // it has expired since it was read
    if (error.code === "value-too-large" || error.code === "quota-exceeded") return "unresealed";
    throw error;
  }
}

/** Writes only over the version that it has opened: what others write meanwhile wins, and is looked at again. */
function reseal(byteStorage: ByteStorage, sealer: Sealer, storedKey: string, newestKey: number): Outcome {
  for (let attempt = 1; ; attempt++) {
    const entry = byteStorage.getEntry(storedKey);
    if (entry === undefined) return "left";
    const opened = sealer.open(storedKey, entry.value);
    if (sealer.isNewest(entry.value, newestKey)) return "left";
    const ttlSeconds = entry.expiresAt && byteStorage.ttl(storedKey);
    try {
      byteStorage.write({
        checks: [{ key: storedKey, version: entry.version }],
        writes: [{ type: "set", key: storedKey, value: sealer.seal(opened, storedKey), ttlSeconds }],
      });
      return "resealed";
    } catch (error) {
      if (!(error instanceof StorageError && error.code === "conflict") || attempt === ATTEMPTS_MAX) throw error;
    }
  }
}
