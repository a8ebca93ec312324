import {
  type Backend,
  type BackendStats,
  type Batch,
  type Bytes,
  COUNT_KEYS_MAX,
  type Entry,
  type KeyBounds,
  type KeyCount,
  type Page,
  type ScanRange,
  type Write,
} from "../backend.ts";
import { BackendError } from "../backend-error.ts";
import { ByteMap } from "../byte-map.ts";
import { sameBytes } from "../bytes.ts";
import { ownedBytes, ownedWrite } from "../owned-request.ts";
import { takePage } from "../page.ts";
import { requireBatch, requireKey, requireLimit, requireValueBytesMax } from "../request.ts";

/**
 * Opens a new, empty backend in memory. Its data is lost when the process ends. For tests, browsers and caches.
 *
 * It keeps the guarantees and limits of every engine except durability, so that code which works on it also works on a
 * disk.
 *
 * @example
 * ```ts
 * import { openMemory } from "@airssys/backend/memory";
 *
 * const backend = openMemory();
 * backend.commit({ checks: [], writes: [{ type: "put", key: Uint8Array.of(1), value: Uint8Array.of(2) }] }); // true
 * backend.get(Uint8Array.of(1)); // Uint8Array [2]
 * ```
 */
export function openMemory(): Backend<"sync"> {
  return new MemoryBackend();
}

/** Maximum length of a key, in bytes. Arbitrary, but near the limits of engines on disk. */
const KEY_BYTES_MAX = 1_900;

class MemoryBackend implements Backend<"sync"> {
  readonly name = "memory";
  readonly mode = "sync";
  readonly capabilities = { durable: false, multiProcess: false, keyBytesMax: KEY_BYTES_MAX };
  #entries: ByteMap<Entry>;
  readonly #isSnapshot: boolean;
  #isClosed = false;

  constructor(entries = new ByteMap<Entry>(), isSnapshot = false) {
    this.#entries = entries;
    this.#isSnapshot = isSnapshot;
  }

  get(key: Bytes): Bytes | undefined {
    this.#requireOpen();
    requireKey(key, KEY_BYTES_MAX);
    const entry = this.#entries.get(key);
    return entry && ownedBytes(entry.value);
  }

  getMany(keys: readonly Bytes[]): (Bytes | undefined)[] {
    this.#requireOpen();
    return keys.map((key) => this.get(key));
  }

  scan(range: ScanRange): Page {
    this.#requireOpen();
    return takePage(this.#copyEntries(range, requireValueBytesMax(range)), requireLimit(range));
  }

  count(range: KeyBounds): KeyCount {
    this.#requireOpen();
    let keys = 0;
    for (const { key } of this.#entries.values(range)) {
      if (keys === COUNT_KEYS_MAX) return { keys, next: ownedBytes(key) };
      keys++;
    }
    return { keys, next: undefined };
  }

  commit(batch: Batch): boolean {
    this.#requireOpen();
    requireBatch(batch, KEY_BYTES_MAX);
    this.#requireWritable();
    const next = this.#entries.copy();
    const isCommitted = applyBatch(next, batch);
    this.#entries = next;
    return isCommitted;
  }

  commitAll(batches: readonly Batch[]): boolean[] {
    this.#requireOpen();
    for (const batch of batches) requireBatch(batch, KEY_BYTES_MAX);
    this.#requireWritable();
    const next = this.#entries.copy();
    const answers = batches.map((batch) => applyBatch(next, batch));
    this.#entries = next;
    return answers;
  }

  flush(): void {
    this.#requireOpen();
  }

  stats(): BackendStats {
    this.#requireOpen();
    return { entries: this.#entries.size };
  }

  /** The entries are shared until one of the two changes. */
  snapshot(): Backend<"sync"> {
    this.#requireOpen();
    return new MemoryBackend(this.#entries.copy(), true);
  }

  close(): void {
    this.#isClosed = true;
    this.#entries.clear();
  }

  #requireWritable(): void {
    if (this.#isSnapshot) throw new BackendError("read-only", "a snapshot cannot be written");
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new BackendError("closed", "the memory backend is closed");
  }

  *#copyEntries(range: ScanRange, valueBytesMax: number): Iterable<Entry> {
    for (const { key, value } of this.#entries.values(range)) {
      const part = value.length <= valueBytesMax ? value : value.subarray(0, valueBytesMax);
      yield { key: ownedBytes(key), value: ownedBytes(part) };
    }
  }
}

/**
 * Applies a batch to a private copy of the entries if its checks hold, and returns whether they did. It works on a copy
 * because a caller with a nearly exhausted stack may interrupt it at any point; the copy replaces the visible entries
 * only when all work is done.
 */
function applyBatch(entries: ByteMap<Entry>, { checks, writes }: Batch): boolean {
  if (!checks.every(({ key, value }) => sameBytes(entries.get(key)?.value, value))) return false;
  for (const write of writes) applyWrite(entries, ownedWrite(write));
  return true;
}

function applyWrite(entries: ByteMap<Entry>, write: Write): void {
  if (write.type === "put") entries.set(write.key, { key: write.key, value: write.value });
  else if (write.type === "delete") entries.delete(write.key);
  else entries.deleteRange(write.gte, write.lt);
}
