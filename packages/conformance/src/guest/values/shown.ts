/** A value as text that is the same exactly for the same values, short enough to be read. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "string") return quoted(value);
  if (value instanceof Uint8Array) return bytesShown(value);
  if (Array.isArray(value)) return listShown(value);
  if (typeof value === "object") return recordShown(value as Record<string, unknown>);
  return String(value);
}

const TEXT_MAX = 80;
const BYTES_MAX = 40;
const ITEMS_MAX = 12;

function quoted(text: string): string {
  const escaped = JSON.stringify(text).replace(/[^\u0020-\u007e]/g, escapedUnit);
  return escaped.length <= TEXT_MAX
    ? escaped
    : `${escaped.slice(0, TEXT_MAX)}... (${text.length} units, sum ${sumOf(text)})`;
}

function escapedUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function bytesShown(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, BYTES_MAX), (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (bytes.length <= BYTES_MAX) return `<${hex}>`;
  return `<${hex}... ${bytes.length} bytes, sum ${sumOf(bytes)}>`;
}

function listShown(list: readonly unknown[]): string {
  const items = list.slice(0, ITEMS_MAX).map(shown).join(", ");
  if (list.length <= ITEMS_MAX) return `[${items}]`;
  return `[${items}, ... ${list.length} items, sum ${sumOf(list.map(shown).join())}]`;
}

/** Without what is absent, so that a field that is missing and one that is none look the same. */
function recordShown(record: Record<string, unknown>): string {
  const fields = Object.entries(record)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}: ${shown(value)}`);
  return `{${fields.sort().join(", ")}}`;
}

/** FNV-1a, to tell large values apart. */
function sumOf(data: string | Uint8Array): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < data.length; at++) {
    const unit = typeof data === "string" ? data.charCodeAt(at) : (data[at] ?? 0);
    sum = Math.imul(sum ^ unit, 0x01000193);
  }
  return (sum >>> 0).toString(16);
}
