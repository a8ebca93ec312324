// The sections of a core module, for tools that read one and write another.

import { type Section, sectionBytes } from "./section.ts";
import { concat } from "./splice.ts";

export { ByteReader } from "./byte-reader.ts";
export { MalformedError } from "./malformed-error.ts";
export { encodeNumber, readSections, type Section } from "./section.ts";

const HEADER_BYTES = 8;

/** Encodes a core module that has the header of another one, and these sections. */
export function encodeModule(module: Uint8Array, sections: readonly Section[]): Uint8Array {
  return concat([
    module.subarray(0, HEADER_BYTES),
    ...sections.flatMap(({ id, content }) => sectionBytes(id, content)),
  ]);
}
