/** Formats a value as a short text. Different values have different texts. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "string") return quote(value);
  if (value instanceof Uint8Array) return showBytes(value);
  if (Array.isArray(value)) return showList(value);
  if (typeof value === "object") return showRecord(value as Record<string, unknown>);
  return String(value);
}

const TEXT_MAX = 80;
const BYTES_MAX = 40;
const ITEMS_MAX = 12;

function quote(text: string): string {
  const escaped = JSON.stringify(text).replace(/[^\u0020-\u007e]/g, escapeUnit);
  return escaped.length <= TEXT_MAX
    ? escaped
    : `${escaped.slice(0, TEXT_MAX)}... (${text.length} units, sum ${checksum(text)})`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function showBytes(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, BYTES_MAX), (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (bytes.length <= BYTES_MAX) return `<${hex}>`;
  return `<${hex}... ${bytes.length} bytes, sum ${checksum(bytes)}>`;
}

function showList(list: readonly unknown[]): string {
  const items = list.slice(0, ITEMS_MAX).map(show).join(", ");
  if (list.length <= ITEMS_MAX) return `[${items}]`;
  return `[${items}, ... ${list.length} items, sum ${checksum(list.map(show).join())}]`;
}

/** Leaves absent fields out, so that a missing field and one that is `none` look the same. */
function showRecord(record: Record<string, unknown>): string {
  const fields = Object.entries(record)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}: ${show(value)}`);
  return `{${fields.sort().join(", ")}}`;
}

/** Computes FNV-1a, to distinguish large values. */
function checksum(data: string | Uint8Array): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < data.length; at++) {
    const unit = typeof data === "string" ? data.charCodeAt(at) : (data[at] ?? 0);
    sum = Math.imul(sum ^ unit, 0x01000193);
  }
  return (sum >>> 0).toString(16);
}
