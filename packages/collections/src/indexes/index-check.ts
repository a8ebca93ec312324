import type { Mark } from "./indexes.ts";

/** A key with what is wrong with it. */
export interface Problem {
  readonly key: string;
  readonly problem: string;
}

/** Compares what indexes have with what entries should have in them. Everything that indexes have comes first. */
export class IndexCheck {
  readonly #found = new Map<string, Uint8Array>();
  readonly #expected = new Set<string>();
  readonly #problems: Problem[] = [];
  #isAmbiguous = false;

  /** The stored marks of the indexes. */
  addFound(key: string, bytes: Uint8Array): void {
    this.#found.set(key, bytes);
  }

  /** The mark that an entry should have in an index. */
  addExpected(entryKey: string, { index, text, bytes }: Mark): void {
    const key = index.place.key(text);
    const found = this.#found.get(key);
    if (this.#expected.has(key)) this.#isAmbiguous = true;
    this.#expected.add(key);
    if (found === undefined) this.#add(entryKey, `it is not in the index ${index.name}`);
    else if (!isSame(found, bytes)) this.#add(entryKey, `another entry has its place in the index ${index.name}`);
  }

  /** Whether two entries have the same place in a unique index, so that nobody can say whose it is. */
  get isAmbiguous(): boolean {
    return this.#isAmbiguous;
  }

  /** Everything that is wrong, once all is added. */
  problems(): readonly Problem[] {
    const ownerless = Array.from(this.#found.keys()).filter((key) => !this.#expected.has(key));
    return [...this.#problems, ...ownerless.map((key) => ({ key, problem: "it belongs to no entry of the map" }))];
  }

  #add(key: string, problem: string): void {
    this.#problems.push({ key, problem });
  }
}

/** Whether bytes are the same. */
export function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
