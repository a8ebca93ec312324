import type { StoredEntry } from "./stored-entry.ts";

/** What a namespace holds, for people and for snapshots: its keys in order, each with its value as JSON, text or hexadecimal digits. */
export type NamespaceSnapshot = Readonly<Record<string, unknown>>;

/** An entry that expires is `{ value, expiresAt }` with the instant as text; any other is its value. */
export function snapshotOf(entries: readonly StoredEntry[]): NamespaceSnapshot {
  // Not assigned one by one: a key may be `__proto__`.
  return Object.fromEntries(entries.map((entry) => [entry.key, readableEntry(entry)]));
}

function readableEntry({ value, expiresAt }: StoredEntry): unknown {
  const readable = readableValue(value);
  return expiresAt === undefined ? readable : { value: readable, expiresAt: new Date(expiresAt).toISOString() };
}

/** Bytes as people read them: the value if they are JSON, else the text if they are text, else hexadecimal digits after `0x`. */
export function readableValue(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  if (text === undefined) return `0x${Buffer.from(bytes).toString("hex")}`;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `undefined` for bytes that are no UTF-8, and for text with control characters other than white space. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
