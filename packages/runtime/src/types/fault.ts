/** Most characters of the path, and of the expected type, in a message. */
const PATH_CHARACTERS_MAX = 200;
const EXPECTED_CHARACTERS_MAX = 200;

/** A type mismatch: where it is, what was expected, and what was given. */
export class Fault {
  readonly #expected: string;
  readonly #got: string;
  /** Steps of the path, innermost first. */
  readonly #path: string[] = [];

  constructor(expected: string, got: string) {
    this.#expected = shorten(expected, EXPECTED_CHARACTERS_MAX);
    this.#got = got;
  }

  /** Adds the step of an enclosing value, such as `.title` or `[3]`. */
  under(step: string): this {
    this.#path.push(step);
    return this;
  }

  /**
   * Returns the message.
   *
   * @param root name of the whole value.
   */
  message(root: string): string {
    const path = shorten(root + this.#path.toReversed().join(""), PATH_CHARACTERS_MAX);
    return `${path}: expected ${this.#expected}, got ${this.#got}`;
  }
}

function shorten(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax)}...`;
}
