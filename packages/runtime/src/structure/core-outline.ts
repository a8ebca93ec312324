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

/** Sections that say what a module imports, exports and holds, without what it does: start, elements, code and data. */
const DECLARING: ReadonlySet<number> = new Set([1, IMPORT, FUNCTION, TABLE, 5, 6, EXPORT, LAST]);

/** Begins the name of the section that says which module an outline is of. */
const MARK = "airssys-module";

/** A core module for two readers. */
export interface CoreOutline {
  /** The module with generated names of imports and exports, to be run. */
  readonly module: Uint8Array;
  /** The same without what its functions do and hold, for the tool that writes the code which joins modules. */
  readonly outline: Uint8Array;
}

/**
 * Checks a core module against the limits of structure and gives its imports and exports generated names.
 *
 * @param mark number of the module, which its outline carries.
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
    if (id === CUSTOM) continue; // nobody who runs a module has to know it, and there may be any number
    requireOnce(id, seen);
    const changed = rewriteSection(id, content, names, tally);
    if (id === FUNCTION) functions = new ByteReader(content).count();
    module.push(...sectionBytes(id, changed));
    if (DECLARING.has(id)) outline.push(...sectionBytes(id, changed));
    if (id === CODE) outline.push(...sectionBytes(id, emptyBodies(functions)));
  }
  return { module: concat(module), outline: concat(outline) };
}

/** An engine refuses a section that comes twice, but not before it has read the first one. */
function requireOnce(id: number, seen: Set<number>): void {
  if (id > LAST) throw unsupported(`a core module with a section of the kind ${id}`);
  if (seen.has(id)) throw new MalformedError(`a core module has two sections of the kind ${id}`);
  seen.add(id);
}

/** The number that an outline carries; `undefined` for a module that is none. */
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

/** Replaces the core name that comes next. */
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

/** Answers the minimum. */
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

/** As many functions without variables that do nothing but trap. */
function emptyBodies(count: number): Uint8Array {
  const each = [0x03, 0x00, 0x00, 0x0b];
  const start = encodeNumber(count);
  const bytes = new Uint8Array(start.length + count * each.length);
  bytes.set(start);
  for (let at = start.length; at < bytes.length; at += each.length) bytes.set(each, at);
  return bytes;
}
