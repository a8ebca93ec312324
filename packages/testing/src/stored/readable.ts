import { faithfulJson } from "./faithful-json.ts";
import type { StoredEntry } from "./stored-entry.ts";

/**
 * The entries of a namespace in a readable form, for snapshots: its keys, each with its value.
 *
 * - JSON is parsed, unless something would be lost: a duplicate member, or digits that a `number` cannot hold.
 * - Any other text stays as it is. A text and its JSON string look the same; `entries` has their bytes.
 * - Other bytes are shown as `bytes(00ff)`. A text of that form is shown as its bytes, and a JSON string of that form
 *   with its quotes.
 * - An entry that expires is shown as `{ value, expiresAt }`. JSON of that form is shown as its text.
 *
 * Keys are in order, except that JavaScript objects list whole numbers first.
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

/** Converts bytes to the readable form of a snapshot. */
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

/** Returns whether a value looks like the form of something else. */
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
