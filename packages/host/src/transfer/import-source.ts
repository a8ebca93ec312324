/**
 * Where the bytes of an import come from: chunks, however they are cut. A `ReadableStream`, a stream of Node and what
 * `exportNamespace` returns are such.
 */
export type ImportSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Bytes of a piece: some hundred lines, a few milliseconds of work. */
const PIECE_BYTES = 65_536;

/** Yields the bytes of a source in pieces of bounded size. @throws TypeError for what are no chunks of bytes */
export async function* piecesOf(source: ImportSource): AsyncGenerator<Uint8Array, void, undefined> {
  requireIterable(source);
  for await (const chunk of source) {
    if (!(chunk instanceof Uint8Array))
      throw new TypeError(`"source" expected chunks that are Uint8Arrays, got ${typeof chunk}`);
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) yield chunk.subarray(start, start + PIECE_BYTES);
  }
}

/** @throws TypeError also for a text or bytes as they are, whose items would be taken for chunks */
export function requireIterable(source: unknown): asserts source is ImportSource {
  const isObject = typeof source === "object" && source !== null && !(source instanceof Uint8Array);
  if (isObject && (Symbol.asyncIterator in source || Symbol.iterator in source)) return;
  throw new TypeError('"source" expected an iterable of chunks, such as a stream or [bytes]');
}
