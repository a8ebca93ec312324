/** Most characters of the path in a message, and of each side. */
const PATH_CHARACTERS_MAX = 200;
const EXPECTED_CHARACTERS_MAX = 200;

/** A value that is not of its type: where in what was given, and what would be right. */
export class Fault {
  readonly #expected: string;
  readonly #got: string;
  /** From the inside out. */
  readonly #path: string[] = [];

  constructor(expected: string, got: string) {
    this.#expected = shorten(expected, EXPECTED_CHARACTERS_MAX);
    this.#got = got;
  }

  /** The same fault seen from what holds the value: `.title` or `[3]`. */
  under(step: string): this {
    this.#path.push(step);
    return this;
  }

  /** @param root what the whole value is called. */
  message(root: string): string {
    const path = shorten(root + this.#path.toReversed().join(""), PATH_CHARACTERS_MAX);
    return `${path}: expected ${this.#expected}, got ${this.#got}`;
  }
}

function shorten(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax)}...`;
}
