// components.br: one Brotli stream, so that the engine that every component holds is compressed once. Decompressed it
// is a line of JSON, [[name, length in bytes], ...], a line feed, and the components one after the other.
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";

/** Components by their names. */
export type ComponentArchive = ReadonlyMap<string, Uint8Array>;

/** Most bytes of an archive once it is decompressed: three times what it has today. */
const BYTES_MAX = 64_000_000;

const LINE_FEED = 0x0a;

/** Compresses components into one archive. */
export async function packComponents(components: ComponentArchive): Promise<Uint8Array> {
  const lengths = Array.from(components, ([name, { length }]) => [name, length]);
  const plain = Buffer.concat([Buffer.from(`${JSON.stringify(lengths)}\n`), ...components.values()]);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  return promisify(brotliCompress)(plain, { params });
}

/**
 * Decompresses an archive.
 *
 * @throws Error of zlib for bytes that are no Brotli stream or hold more than 64 MB; SyntaxError if the first line is
 * no JSON
 */
export async function unpackComponents(archive: Uint8Array): Promise<ComponentArchive> {
  const plain = await promisify(brotliDecompress)(archive, { maxOutputLength: BYTES_MAX });
  let at = plain.indexOf(LINE_FEED) + 1;
  const lengths: readonly (readonly [name: string, length: number])[] = JSON.parse(plain.toString("utf8", 0, at));
  return new Map(
    lengths.map(([name, length]) => {
      at += length;
      return [name, plain.subarray(at - length, at)];
    }),
  );
}
