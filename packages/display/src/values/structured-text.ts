import type { BoundedText } from "../text/bounded-text.ts";

/**
 * Writes a value of the structured format much as a JavaScript console shows it. An object that occurs in several
 * places is written once, as `&1 { ... }`, and is `*1` elsewhere: a small value cannot become a long text.
 */
export function writeStructuredValue(value: unknown, out: BoundedText): void {
  new StructuredWriter(value, out).write(value, 0);
}

class StructuredWriter {
  readonly #out: BoundedText;
  /** The objects that occur more than once, and their numbers from the moment when they are written. */
  readonly #repeated: Map<object, number | undefined>;
  #numbers = 0;

  constructor(value: unknown, out: BoundedText) {
    this.#out = out;
    this.#repeated = new Map(Array.from(repeatedIn(value), (object) => [object, undefined]));
  }

  write(value: unknown, depth: number): void {
    if (this.#out.isFull) return;
    if (typeof value !== "object" || value === null) this.#out.add(plainText(value));
    else if (this.#repeated.has(value)) this.#repeatedObject(value, depth);
    else this.#object(value, depth);
  }

  #repeatedObject(value: object, depth: number): void {
    const number = this.#repeated.get(value);
    if (number !== undefined) {
      this.#out.add(`*${number}`);
      return;
    }
    this.#repeated.set(value, ++this.#numbers);
    this.#out.add(`&${this.#numbers} `);
    this.#object(value, depth);
  }

  #object(value: object, depth: number): void {
    if (Array.isArray(value)) this.#list(LISTS.array, value, depth, this.#part);
    else if (value instanceof Map) this.#list(LISTS.map, [...value], depth, this.#pair);
    else if (value instanceof Set) this.#list(LISTS.set, [...value], depth, this.#part);
    else if (value instanceof Date) this.#out.add(dateText(value));
    else if (value instanceof ArrayBuffer) this.#elements("ArrayBuffer", new Uint8Array(value));
    else if (value instanceof DataView) this.#elements("DataView", new Uint8Array(value.buffer));
    else if (ArrayBuffer.isView(value))
      this.#elements(value.constructor.name, value as Uint8Array); // it has elements
    else this.#list(isBare(value) ? LISTS.bare : LISTS.record, Object.entries(value), depth, this.#property);
  }

  #list<T>({ open, close, space }: List, items: readonly T[], depth: number, write: Write<T>): void {
    this.#out.add(open);
    for (const [index, item] of items.entries()) {
      if (this.#out.isFull) return;
      if (index > 0) this.#out.add(",");
      this.#out.addBreak(depth + 1, index > 0 ? " " : space);
      write(item, depth + 1);
    }
    if (items.length > 0) this.#out.addBreak(depth, space);
    this.#out.add(close);
  }

  readonly #part = (value: unknown, depth: number): void => {
    this.write(value, depth);
  };

  readonly #pair = ([key, value]: readonly [unknown, unknown], depth: number): void => {
    this.#out.add("[");
    this.write(key, depth);
    this.#out.add(", ");
    this.write(value, depth);
    this.#out.add("]");
  };

  readonly #property = ([name, value]: readonly [string, unknown], depth: number): void => {
    this.#out.add(`${/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name)}: `);
    this.write(value, depth);
  };

  #elements(name: string, elements: Iterable<number | bigint>): void {
    this.#out.add(`${name} [`);
    let separator = "";
    for (const element of elements) {
      if (this.#out.isFull) return;
      this.#out.add(`${separator}${plainText(element)}`);
      separator = ", ";
    }
    this.#out.add("]");
  }
}

/** Writes a part of a value. */
type Write<T> = (part: T, depth: number) => void;

/** What stands around the parts of a value; the space only where all is on one line. */
interface List {
  readonly open: string;
  readonly close: string;
  readonly space: string;
}

const LISTS = {
  array: { open: "[", close: "]", space: "" },
  record: { open: "{", close: "}", space: " " },
  bare: { open: "(without prototype) {", close: "}", space: " " },
  map: { open: "Map [", close: "]", space: "" },
  set: { open: "Set [", close: "]", space: "" },
} as const satisfies Record<string, List>;

function isBare(value: object): boolean {
  return Object.getPrototypeOf(value) === null;
}

/** Objects that a walk meets more than once. Each is walked once. */
function repeatedIn(root: unknown): Set<object> {
  const met = new Set<object>();
  const repeated = new Set<object>();
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== "object" || value === null) continue;
    if (met.has(value)) repeated.add(value);
    else for (const part of partsOf(value)) waiting.push(part);
    met.add(value);
  }
  return repeated;
}

function partsOf(value: object): unknown[] {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (value instanceof Set) return [...value];
  return ArrayBuffer.isView(value) ? [] : Object.values(value);
}

function plainText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? "Date (invalid)" : `Date ${date.toISOString()}`;
}
