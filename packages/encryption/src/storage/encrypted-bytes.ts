import { KEYS_PER_ANSWER_MAX, type KeyRange, StorageError, type Walk } from "@airssys/protocol";
import type {
  ByteBatch,
  ByteEntry,
  BytePage,
  ByteStorage,
  ByteWatch,
  ByteWrite,
  KeyPage,
  SetOptions,
  Usage,
} from "@airssys/storage";
import { counterAfter, counterOf } from "../bytes/counter.ts";
import type { Cipher } from "../ciphers/cipher.ts";
import { doesNotOpen, EncryptionError } from "../errors/encryption-error.ts";
import { OpenedChange } from "../sealing/opened-change.ts";
import { openedEntry } from "../sealing/opened-entry.ts";
import { type Reencrypted, type ReencryptOptions, reencryptPage } from "../sealing/reencrypt.ts";
import { type EncryptionOptions, Sealer } from "../sealing/sealer.ts";

/**
 * Bytes by key whose values are sealed. `encrypted` makes it.
 *
 * It does what the `ByteStorage` under it does, with these differences:
 *
 * - What reads a value throws an `EncryptionError` for one that does not open, which names the key. The entries of a
 *   page are opened when they are read, so that a walk stops at the one that does not open and not before.
 * - `value-too-large` tells the limit for what can be sealed, which is some bytes lower than that of the host.
 * - `size` and `usage` count sealed values, and keys as they are stored.
 * - `increment` is a read and a checked write, tried again up to 32 times if others write meanwhile. It refuses a
 *   counter that expires with `expiring-counter`: writing a value gives it a ttl of whole seconds, and one that is
 *   counted often would never expire, or far too soon.
 * - Changes of a watch are opened when they are read.
 * - With blinded keys, what needs order or a prefix throws `blinded-names`, going on after a key included; entries are
 *   listed in no particular order. An entry that does not open, or belongs to another blinding key, has no key that
 *   anybody could tell: `keys` and `keyPage` leave it out, `page` throws `refused` with the stored key where it is
 *   read, and `count` counts it.
 */
export class EncryptedBytes implements ByteStorage {
  readonly namespace: string | undefined;
  readonly prefix: string;
  readonly #byteStorage: ByteStorage;
  readonly #cipher: Cipher;
  readonly #options: EncryptionOptions;
  readonly #sealer: Sealer;

  /** @internal */
  constructor(byteStorage: ByteStorage, cipher: Cipher, options: EncryptionOptions) {
    this.namespace = byteStorage.namespace;
    this.prefix = byteStorage.prefix;
    this.#byteStorage = byteStorage;
    this.#cipher = cipher;
    this.#options = options;
    this.#sealer = new Sealer(byteStorage, cipher, options);
  }

  /** The same kind of storage in a shared namespace, with the same cipher. */
  shared(namespace: string): EncryptedBytes {
    return new EncryptedBytes(this.#byteStorage.shared(namespace), this.#cipher, this.#options);
  }

  get(key: string): Uint8Array | undefined {
    const storedKey = this.#sealer.storedKey(key);
    return this.#opened(key, storedKey, this.#byteStorage.get(storedKey));
  }

  set(key: string, value: Uint8Array, options?: SetOptions): void {
    const storedKey = this.#sealer.storedKey(key);
    this.#sealer.withRoomFor([key], () => {
      this.#byteStorage.set(storedKey, this.#sealer.seal({ key, value }, storedKey), options);
    });
  }

  delete(key: string): boolean {
    return this.#byteStorage.delete(this.#sealer.storedKey(key));
  }

  has(key: string): boolean {
    return this.#byteStorage.has(this.#sealer.storedKey(key));
  }

  listKeys(prefix = ""): string[] {
    if (!this.#sealer.names.areBlinded) return this.#byteStorage.listKeys(prefix);
    const keys: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = this.keyPage({ prefix }, {}, cursor);
      keys.push(...page.keys);
      if (keys.length > KEYS_PER_ANSWER_MAX) throw tooManyKeys();
      cursor = page.cursor;
      if (cursor === undefined) return keys;
    }
  }

  usedBytes(): number {
    return this.#byteStorage.usedBytes();
  }

  clear(): void {
    const { prefix } = this.#sealer.names;
    if (prefix === "") this.#byteStorage.clear();
    else this.#byteStorage.deleteRange({ prefix });
  }

  getMany(keys: readonly string[]): (Uint8Array | undefined)[] {
    const storedKeys = keys.map((key) => this.#sealer.storedKey(key));
    const found = this.#byteStorage.getMany(storedKeys);
    return keys.map((key, index) => this.#opened(key, storedKeys[index] ?? "", found[index]));
  }

  getEntry(key: string): ByteEntry | undefined {
    const storedKey = this.#sealer.storedKey(key);
    const entry = this.#byteStorage.getEntry(storedKey);
    return entry && { ...entry, value: this.#sealer.open(storedKey, entry.value, key).value };
  }

  write({ checks = [], writes = [] }: ByteBatch): bigint {
    const storedChecks = checks.map((check) => ({ ...check, key: this.#sealer.storedKey(check.key) }));
    const keysToSeal = writes.flatMap(({ type, key }) => (type === "set" ? [key] : []));
    return this.#sealer.withRoomFor(keysToSeal, () => {
      return this.#byteStorage.write({ checks: storedChecks, writes: writes.map((write) => this.#storedWrite(write)) });
    });
  }

  increment(key: string, delta: bigint): bigint {
    for (let attempt = 1; ; attempt++) {
      const entry = this.getEntry(key);
      if (entry?.expiresAt) throw expiringCounter(key);
      const value = counterAfter(entry?.value, delta);
      try {
        this.write({ checks: [{ key, version: entry?.version }], writes: [{ type: "set", key, value }] });
        return counterOf(value);
      } catch (error) {
        if (!isConflict(error) || attempt === ATTEMPTS_MAX) throw error;
      }
    }
  }

  page(range: KeyRange, walk?: Walk, cursor?: string): BytePage {
    const page = this.#byteStorage.page(this.#sealer.storedRange(range, walk), walk, cursor);
    return { entries: page.entries.map((entry) => openedEntry(this.#sealer, entry)), cursor: page.cursor };
  }

  keyPage(range: KeyRange, walk?: Walk, cursor?: string): KeyPage {
    if (!this.#sealer.names.areBlinded) return this.#byteStorage.keyPage(range, walk, cursor);
    const page = this.page(range, walk, cursor);
    return { keys: page.entries.flatMap(keyIfOpen), cursor: page.cursor };
  }

  count(range: KeyRange): number {
    return this.#byteStorage.count(this.#sealer.storedRange(range));
  }

  deleteRange(range: KeyRange): number {
    const storedRange = this.#sealer.storedRange(range);
    return this.#byteStorage.deleteRange(this.#sealer.names.areBlinded ? {} : storedRange); // which `clear` is for
  }

  ttl(key: string): number | undefined {
    return this.#byteStorage.ttl(this.#sealer.storedKey(key));
  }

  extend(key: string, ttlSeconds: number): void {
    this.#byteStorage.extend(this.#sealer.storedKey(key), ttlSeconds);
  }

  persist(key: string): boolean {
    return this.#byteStorage.persist(this.#sealer.storedKey(key));
  }

  usage(): Usage {
    return this.#byteStorage.usage();
  }

  transaction<T>(work: () => T): T {
    return this.#byteStorage.transaction(work);
  }

  watch(prefix = ""): ByteWatch {
    const storedRange = this.#sealer.storedRange({ prefix });
    const watch = this.#byteStorage.watch(storedRange.prefix);
    return {
      poll: (limit) => {
        const { changes, missed } = watch.poll(limit);
        return { changes: changes.map((change) => new OpenedChange(change, this.#sealer)), missed };
      },
      close: () => watch.close(),
    };
  }

  /**
   * One step of sealing anew whatever is not sealed with the newest key. Repeat it with the cursor that it answers
   * until there is none.
   *
   * Others may read and write meanwhile: a value is replaced only as it was when it was opened. Steps that are done
   * again, after a crash for instance, do no harm and change nothing. A value that cannot be sealed anew is told and
   * stays as it is, and the others go on. A value that expires does so up to a second later than it would have. What is
   * written meanwhile by somebody who does not know the newest key yet may be missed: give the key to everybody first.
   *
   * Needs `storage-ranges`, `storage-batch`, and `storage-ttl` for values that expire.
   *
   * @example
   * ```ts
   * function rotate(cursor?: string): string | undefined {
   *   return letters.reencrypt({ cursor }).cursor; // in one call of an export; the next call goes on from there
   * }
   * ```
   */
  reencrypt(options: ReencryptOptions = {}): Reencrypted {
    return reencryptPage(this.#byteStorage, this.#sealer, options);
  }

  #opened(key: string, storedKey: string, stored: Uint8Array | undefined): Uint8Array | undefined {
    return stored && this.#sealer.open(storedKey, stored, key).value;
  }

  #storedWrite(write: ByteWrite): ByteWrite {
    const key = this.#sealer.storedKey(write.key);
    return write.type === "delete" ? { type: "delete", key } : { ...write, key, value: this.#sealer.seal(write, key) };
  }
}

/** The key of an entry, or none if nobody can tell it. */
function keyIfOpen(entry: BytePage["entries"][number]): string[] {
  try {
    return [entry[0]];
  } catch (error) {
    if (doesNotOpen(error)) return [];
    throw error;
  }
}

const ATTEMPTS_MAX = 32;

function isConflict(error: unknown): boolean {
  return error instanceof StorageError && error.code === "conflict";
}

function tooManyKeys(): StorageError {
  return new StorageError({ tag: "limit-exceeded", val: `an answer holds at most ${KEYS_PER_ANSWER_MAX} keys` });
}

function expiringCounter(key: string): EncryptionError {
  return new EncryptionError("expiring-counter", "a sealed counter that expires cannot be counted up", { key });
}
