import { ByteReader } from "./byte-reader.ts";
import type { CoreNames } from "./core-names.ts";
import { requireBodies } from "./function-bodies.ts";
import { MalformedError } from "./malformed-error.ts";
import { encodeNumber, MODULE_HEADER, requireHeader, sectionBytes, sections } from "./section.ts";
import { unsupported } from "./shapes.ts";
import { concat, Splice } from "./splice.ts";
import type { Tally } from "./tally.ts";

// WebAssembly core specification, binary format: sections of a module.
const CUSTOM = 0;
const IMPORT = 2;
const FUNCTION = 3;
const TABLE = 4;
const EXPORT = 7;
const CODE = 10;
const LAST = 13;

/**
 * Sections that declare what a module imports, exports and contains. Start, elements, code and data are not among them.
 */
const DECLARING: ReadonlySet<number> = new Set([1, IMPORT, FUNCTION, TABLE, 5, 6, EXPORT, LAST]);

/** Name of the custom section that says which module an outline belongs to. */
const MARK = "airssys-module";

/** The result of {@link coreOutline}. */
export interface CoreOutline {
  /** The complete module with generated import and export names, to be run. */
  readonly module: Uint8Array;
  /** The module without function bodies, elements and data, for the tool that writes the glue. */
  readonly outline: Uint8Array;
}

/**
 * Checks a core module against the structure limits and gives its imports and exports generated names.
 *
 * @param mark number of the module, written into its outline.
 * @throws LoadError `unsupported`; MalformedError
 */
export function coreOutline(bytes: Uint8Array, mark: number, names: CoreNames, tally: Tally): CoreOutline {
  const reader = new ByteReader(bytes);
  requireHeader(reader, MODULE_HEADER, "core module");
  const module: Uint8Array[] = [MODULE_HEADER];
  const outline: Uint8Array[] = [MODULE_HEADER, ...sectionBytes(CUSTOM, encodeMark(mark))];
  let functions = 0;
  const seen = new Set<number>();
  for (const { id, content } of sections(reader)) {
    if (id === CUSTOM) continue; // running a module does not need it, and there may be any number
    requireOnce(id, seen);
    const changed = rewriteSection(id, content, names, tally);
    if (id === FUNCTION) functions = new ByteReader(content).count();
    module.push(...sectionBytes(id, changed));
    if (DECLARING.has(id)) outline.push(...sectionBytes(id, changed));
    if (id === CODE) outline.push(...sectionBytes(id, emptyBodies(functions)));
  }
  return { module: concat(module), outline: concat(outline) };
}

/**
 * Refuses unknown and repeated sections. An engine refuses a repeated section too, but only after it has read the
 * first.
 */
function requireOnce(id: number, seen: Set<number>): void {
  if (id > LAST) throw unsupported(`a core module with a section of the kind ${id}`);
  if (seen.has(id)) throw new MalformedError(`a core module has two sections of the kind ${id}`);
  seen.add(id);
}

/** Returns the number that an outline is marked with; `undefined` for a module without a mark. */
export function markIn(module: Uint8Array): number | undefined {
  const reader = new ByteReader(module);
  reader.skip(MODULE_HEADER.length);
  if (reader.next !== CUSTOM) return undefined;
  reader.skip(1);
  const content = new ByteReader(reader.take(reader.number()));
  const name = new TextDecoder().decode(content.take(content.number()));
  return name === MARK ? content.number() : undefined;
}

function encodeMark(mark: number): Uint8Array {
  return Uint8Array.of(MARK.length, ...new TextEncoder().encode(MARK), ...encodeNumber(mark));
}

function rewriteSection(id: number, content: Uint8Array, names: CoreNames, tally: Tally): Uint8Array {
  const reader = new ByteReader(content);
  switch (id) {
    case IMPORT:
      return renameImports(reader, names);
    case EXPORT:
      return renameExports(reader, names);
    case TABLE:
      countTables(reader, tally);
      return content;
    case CODE:
      requireBodies(reader);
      return content;
    default:
      return content;
  }
}

function renameImports(reader: ByteReader, names: CoreNames): Uint8Array {
  const changed = new Splice(reader.bytes);
  reader.each(() => {
    rename(reader, changed, names);
    rename(reader, changed, names);
    skipImportedType(reader);
  }, 4);
  reader.requireEnd();
  return changed.finished();
}

function renameExports(reader: ByteReader, names: CoreNames): Uint8Array {
  const changed = new Splice(reader.bytes);
  reader.each(() => {
    rename(reader, changed, names);
    reader.skip(1);
    reader.number();
  }, 3);
  reader.requireEnd();
  return changed.finished();
}

/** Replaces the next core name. */
export function rename(reader: ByteReader, changed: Splice, names: CoreNames): void {
  const start = reader.position;
  const name = reader.take(reader.number());
  changed.replace(start, reader.position, names.nameFor(name));
}

function skipImportedType(reader: ByteReader): void {
  const kind = reader.byte();
  switch (kind) {
    case 0x00: // function
      reader.number();
      break;
    case 0x01: // table
      reader.skip(1);
      readLimits(reader);
      break;
    case 0x02: // memory
      readLimits(reader);
      break;
    case 0x03: // global
      reader.skip(2);
      break;
    case 0x04: // tag
      reader.skip(1);
      reader.number();
      break;
    default:
      throw unsupported(`a core import of the kind ${kind}`);
  }
}

/** Returns the minimum. */
function readLimits(reader: ByteReader): number {
  const flags = reader.byte();
  if (flags > 0x01) throw unsupported("64-bit or shared memories or tables");
  const minimum = reader.number();
  if (flags === 0x01) reader.number();
  return minimum;
}

function countTables(reader: ByteReader, tally: Tally): void {
  reader.each(() => {
    if (reader.next !== 0x70 && reader.next !== 0x6f) throw unsupported("tables of typed references");
    reader.skip(1);
    tally.count("tables");
    tally.count("tableElements", readLimits(reader));
  }, 3);
  reader.requireEnd();
}

/** Encodes `count` function bodies without variables that only trap. */
function emptyBodies(count: number): Uint8Array {
  const each = [0x03, 0x00, 0x00, 0x0b];
  const start = encodeNumber(count);
  const bytes = new Uint8Array(start.length + count * each.length);
  bytes.set(start);
  for (let at = start.length; at < bytes.length; at += each.length) bytes.set(each, at);
  return bytes;
}
