/** Copies plain data and freezes the copy, bytes excepted. A guest may change the memory that it passed. */
export function copyData(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return Object.freeze(value.map(copyData));
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyData(each)])));
}
