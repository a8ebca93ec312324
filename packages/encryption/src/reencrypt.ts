import { StorageError } from "@airssys/protocol";
import type { ByteStorage, KeyRange } from "@airssys/storage";
import { EncryptionError } from "./encryption-error.ts";
import type { Sealer } from "./sealer.ts";

/** One step of a re-encryption. */
export interface ReencryptOptions {
  /** Most values to look at, 1 to 1 000. 100 unless given: what one call of a component does in well under a second with the host's cipher. */
  readonly limit?: number | undefined;
  /** The cursor of the step before. From the beginning, unless given. */
  readonly cursor?: string | undefined;
  /** The keys to look at. All of them, unless given. */
  readonly range?: KeyRange | undefined;
}

/** What a step of a re-encryption did. */
export interface Reencrypted {
  /** How many values it looked at. The sum over all steps comes to the number of keys. */
  readonly examined: number;
  /** How many of them it sealed anew, because they were not sealed with the newest key. */
  readonly resealed: number;
  /** The keys, as they are stored, of values that do not open or are no sealed values. They stay as they are. */
  readonly unopened: readonly string[];
  /** The cursor of the next step; `undefined` when this was the last one. */
  readonly cursor: string | undefined;
}

const LIMIT = 100;

/** How often a value is looked at again because somebody else has written it meanwhile. */
const ATTEMPTS_MAX = 32;

/** Seals the values of a page anew where they are not sealed with the newest key. */
export function reencryptPage(on: ByteStorage, sealer: Sealer, options: ReencryptOptions): Reencrypted {
  const { limit = LIMIT, range = {} } = options;
  const page = on.page(sealer.storedRange(range), { limit, cursor: options.cursor });
  const newestKey = sealer.newestKey();
  const unopened: string[] = [];
  let resealed = 0;
  for (const [storedKey, stored] of page.entries) {
    const isNewest = sealer.isNewest(stored, newestKey);
    if (isNewest === true) continue;
    const outcome = isNewest === undefined ? "unopened" : resealIfOpen(on, sealer, storedKey, newestKey);
    if (outcome === "unopened") unopened.push(storedKey);
    if (outcome === "resealed") resealed++;
  }
  return { examined: page.entries.length, resealed, unopened, cursor: page.cursor };
}

type Outcome = "resealed" | "left" | "unopened";

function resealIfOpen(on: ByteStorage, sealer: Sealer, storedKey: string, newestKey: number): Outcome {
  try {
    return reseal(on, sealer, storedKey, newestKey);
  } catch (error) {
    if (error instanceof EncryptionError && DO_NOT_OPEN.has(error.fault)) return "unopened";
    throw error;
  }
}

const DO_NOT_OPEN: ReadonlySet<string> = new Set(["not-sealed", "unknown-algorithm", "unknown-key", "refused"]);

/** Writes only over the version that it has opened: what others write meanwhile wins, and is looked at again. */
function reseal(on: ByteStorage, sealer: Sealer, storedKey: string, newestKey: number): Outcome {
  for (let attempt = 1; ; attempt++) {
    const entry = on.getEntry(storedKey);
    if (entry === undefined || sealer.isNewest(entry.value, newestKey)) return "left";
    const opened = sealer.open(storedKey, entry.value);
    const ttlSeconds = entry.expiresAt && on.ttl(storedKey);
    try {
      on.write({
        checks: [{ key: storedKey, version: entry.version }],
        writes: [{ type: "set", key: storedKey, value: sealer.seal(opened, storedKey), ttlSeconds }],
      });
      return "resealed";
    } catch (error) {
      if (!(error instanceof StorageError && error.code === "conflict") || attempt === ATTEMPTS_MAX) throw error;
    }
  }
}
