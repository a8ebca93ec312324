/** Most characters of a description. */
const CHARACTERS_MAX = 500;

/** Most levels of a value that are described. */
const LEVELS_MAX = 8;

/**
 * Describes a value for a message, similar to JSON. Bytes are given by their number. Only the beginning of a long value
 * is read and shown.
 */
export function describeValue(value: unknown): string {
  const text = new Text();
  write(value, text, 0);
  return text.toString();
}

/** Collects text up to its limit. */
class Text {
  #text = "";

  get room(): number {
    return CHARACTERS_MAX - this.#text.length;
  }

  add(part: string): void {
    this.#text += part;
  }

  toString(): string {
    return this.room >= 0 ? this.#text : `${this.#text.slice(0, CHARACTERS_MAX)}...`;
  }
}

function write(value: unknown, text: Text, level: number): void {
  if (text.room < 0) return;
  if (typeof value === "string") text.add(JSON.stringify(value.slice(0, text.room + 1)));
  else if (typeof value !== "object" || value === null) text.add(String(value));
  else if (ArrayBuffer.isView(value)) text.add(`${value.byteLength} bytes`);
  else if (level === LEVELS_MAX) text.add("...");
  else if (Array.isArray(value)) writeList(value, text, level + 1);
  else writeRecord(value, text, level + 1);
}

function writeList(list: readonly unknown[], text: Text, level: number): void {
  text.add("[");
  for (let index = 0; index < list.length && text.room >= 0; index++) {
    if (index > 0) text.add(",");
    write(list[index], text, level);
  }
  text.add("]");
}

function writeRecord(record: object, text: Text, level: number): void {
  let separator = "{";
  for (const name in record) {
    const member = (record as Readonly<Record<string, unknown>>)[name];
    if (text.room < 0) return;
    if (member === undefined) continue;
    text.add(`${separator}${JSON.stringify(name.slice(0, CHARACTERS_MAX))}:`);
    write(member, text, level);
    separator = ",";
  }
  text.add(separator === "{" ? "{}" : "}");
}
