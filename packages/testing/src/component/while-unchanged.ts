import { stat } from "node:fs/promises";

/** A result, and the files that it was made from. */
export interface Made<T> {
  readonly value: T;
  /** Paths of files, and of folders whose list of names matters. */
  readonly files: readonly string[];
}

interface Kept<T> {
  readonly value: T;
  readonly states: ReadonlyMap<string, string>;
}

/**
 * Caches results in this process until one of their files changes. Concurrent requests share one computation. Failures
 * are not cached.
 */
export class WhileUnchanged<T> {
  readonly #kept = new Map<string, Promise<Kept<T>>>();

  /** @param key names the result. */
  async get(key: string, make: () => Promise<Made<T>>): Promise<T> {
    const known = this.#kept.get(key);
    if (known !== undefined && !(await isFresh(await known))) this.#forget(key, known);
    const making = this.#kept.get(key) ?? kept(make());
    this.#kept.set(key, making);
    try {
      return (await making).value;
    } catch (error) {
      this.#forget(key, making);
      throw error;
    }
  }

  /** Removes an entry, unless it was replaced in the meantime. */
  #forget(key: string, kept: Promise<Kept<T>>): void {
    if (this.#kept.get(key) === kept) this.#kept.delete(key);
  }
}

async function kept<T>(making: Promise<Made<T>>): Promise<Kept<T>> {
  const { value, files } = await making;
  const states = await Promise.all(files.map(async (file) => [file, await readFileState(file)] as const));
  return { value, states: new Map(states) };
}

async function isFresh({ states }: Kept<unknown>): Promise<boolean> {
  const fresh = Array.from(states, async ([file, state]) => (await readFileState(file)) === state);
  return (await Promise.all(fresh)).every((isSame) => isSame);
}

/** Returns a text that changes when a file is written, or when files of a folder come or go. */
async function readFileState(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0, ino: 0 }));
  return `${mtimeMs} ${size} ${ino}`;
}
