import { ByteReader } from "./byte-reader.ts";
import { MalformedError } from "./malformed-error.ts";

/** Bytes of the header of a module or a component. */
const HEADER_BYTES = 8;

/** A section of a core module or a component. */
export interface Section {
  readonly id: number;
  readonly content: Uint8Array;
}

/** Headers of core modules and components. */
export const MODULE_HEADER = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
export const COMPONENT_HEADER = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00);

/**
 * Throws unless the bytes begin with the header.
 *
 * @throws MalformedError
 */
export function requireHeader(reader: ByteReader, header: Uint8Array, what: string): void {
  const bytes = reader.take(HEADER_BYTES);
  if (header.some((byte, index) => bytes[index] !== byte))
    throw new MalformedError(`it does not begin as a ${what} does`);
}

/**
 * Reads the sections of a core module or a component whose header need not be checked again.
 *
 * @throws MalformedError if they end too early
 */
export function readSections(bytes: Uint8Array): Section[] {
  const reader = new ByteReader(bytes);
  reader.skip(HEADER_BYTES);
  return [...sections(reader)];
}

/** Yields the remaining sections in order. */
export function* sections(reader: ByteReader): Generator<Section> {
  while (!reader.isAtEnd) {
    const id = reader.byte();
    yield { id, content: reader.take(reader.number()) };
  }
}

/** Encodes a section: its id, its length and its content. */
export function sectionBytes(id: number, content: Uint8Array): Uint8Array[] {
  return [Uint8Array.of(id, ...encodeNumber(content.length)), content];
}

/** Encodes an unsigned LEB128 number. */
export function encodeNumber(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}
