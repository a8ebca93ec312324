/**
 * Plain data of its own, which nobody changes but for its bytes: what a guest passes may be memory that it goes on to
 * change.
 */
export function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return Object.freeze(value.map(copyOf));
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyOf(each)])));
}
