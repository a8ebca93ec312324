/**
 * Copies bytes whose buffer holds more than they do. Posting a view posts its whole buffer, and the memory of an engine
 * holds data of others.
 */
export function withOwnBuffers(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return ownBytes(value as Uint8Array);
  if (Array.isArray(value)) return value.map(withOwnBuffers);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withOwnBuffers(each)]));
}

function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
