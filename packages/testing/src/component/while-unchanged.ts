import { stat } from "node:fs/promises";

/** What was made of some files. */
export interface Made<T> {
  readonly value: T;
  /** Files, and folders whose list of names matters. */
  readonly files: readonly string[];
}

interface Kept<T> {
  readonly value: T;
  readonly states: ReadonlyMap<string, string>;
}

/**
 * Makes something of files once in this process, also for many who ask at once, and again when one of the files has
 * changed. What fails is not kept.
 */
export class WhileUnchanged<T> {
  readonly #kept = new Map<string, Promise<Kept<T>>>();

  /** @param key names what is made. */
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

  /** Unless somebody else has replaced it meanwhile. */
  #forget(key: string, kept: Promise<Kept<T>>): void {
    if (this.#kept.get(key) === kept) this.#kept.delete(key);
  }
}

async function kept<T>(making: Promise<Made<T>>): Promise<Kept<T>> {
  const { value, files } = await making;
  const states = await Promise.all(files.map(async (file) => [file, await stateOf(file)] as const));
  return { value, states: new Map(states) };
}

async function isFresh({ states }: Kept<unknown>): Promise<boolean> {
  const fresh = Array.from(states, async ([file, state]) => (await stateOf(file)) === state);
  return (await Promise.all(fresh)).every((isSame) => isSame);
}

/** Changes when a file is written, or a folder has other files. */
async function stateOf(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0, ino: 0 }));
  return `${mtimeMs} ${size} ${ino}`;
}
