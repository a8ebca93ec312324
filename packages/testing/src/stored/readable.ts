import { faithfulJson } from "./faithful-json.ts";
import type { StoredEntry } from "./stored-entry.ts";

/**
 * What a namespace holds, for people and for snapshots: its keys, each with its value.
 *
 * - A value that is JSON is what it means, unless something would be lost, as of the same name twice or of a number
 *   with more digits than a `number` has.
 * - Any other text is that text. A text and the JSON string of it look the same; `entries` has their bytes.
 * - Other bytes are `bytes(00ff)`, and nothing else is: a text of that form is shown as its bytes, a JSON string of it
 *   with its quotes.
 * - What expires is `{ value, expiresAt }`, and nothing else is: JSON of that form is shown as its text.
 *
 * Keys are in order, but for those that are whole numbers, which objects have at their beginning.
 */
export type NamespaceSnapshot = Readonly<Record<string, unknown>>;

export function createSnapshot(entries: readonly StoredEntry[]): NamespaceSnapshot {
  // Not assigned one by one: a key may be `__proto__`.
  return Object.fromEntries(entries.map((entry) => [entry.key, readableEntry(entry)]));
}

function readableEntry({ value, expiresAt }: StoredEntry): unknown {
  const readable = readableValue(value);
  return expiresAt === undefined ? readable : { value: readable, expiresAt: new Date(expiresAt).toISOString() };
}

/** Bytes as people read them. */
export function readableValue(bytes: Uint8Array): unknown {
  const text = decodeText(bytes);
  if (text === undefined) return shownBytes(bytes);
  const json = faithfulJson(text);
  if (json !== undefined) return looksOtherwise(json.value) ? text : json.value;
  return looksOtherwise(text) ? shownBytes(bytes) : text;
}

function shownBytes(bytes: Uint8Array): string {
  return `bytes(${Buffer.from(bytes).toString("hex")})`;
}

/** Whether a value has the form in which something else is shown. */
function looksOtherwise(value: unknown): boolean {
  if (typeof value === "string") return /^bytes\([0-9a-f]*\)$/.test(value);
  return typeof value === "object" && value !== null && Object.keys(value).sort().join() === "expiresAt,value";
}

/** `undefined` for bytes that are no UTF-8, and for text with control characters other than white space. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
