import { LoadError } from "../load-error.ts";
import {
  encodeNumber,
  MEMORY_SECTION,
  moduleOf,
  Reader,
  sectionsOf,
  TABLE_SECTION,
  TYPE_SECTION,
} from "./core-module.ts";

/** Bytes of a page of WebAssembly memory. */
const PAGE_BYTES = 65_536;

/** Most elements of a table: a component built from JavaScript has some thousands. */
const TABLE_ELEMENTS_MAX = 100_000;

/** Most tables of a module. */
const TABLES_MAX = 16;

const FUNCTION_TYPE = 0x60;
const PLAIN_VALUE_TYPES: ReadonlySet<number> = new Set([0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f]);
const HAS_MAXIMUM = 0x01;

/** Whether a core module declares a memory of its own. */
export function hasMemory(module: Uint8Array): boolean {
  return sectionsOf(module).some(({ id }) => id === MEMORY_SECTION);
}

/**
 * A core module that cannot take more than a bounded part of the host's memory: its memory cannot grow beyond `memoryBytesMax`, nor its tables beyond
 * {@link TABLE_ELEMENTS_MAX}. Growing further fails inside of the guest, as it would on a machine with so little memory.
 *
 * @throws LoadError `unsupported` if the module begins with more, or has what cannot be bounded: memories of 64-bit addresses, shared ones, and objects of
 * the garbage collection proposal, which live in the host's own heap.
 */
export function withLimits(module: Uint8Array, memoryBytesMax: number): Uint8Array {
  const sections = sectionsOf(module).map(({ id, content }) => {
    if (id === TYPE_SECTION) requireFunctionTypes(content);
    if (id === TABLE_SECTION) return { id, content: limitedTables(content) };
    if (id === MEMORY_SECTION)
      return { id, content: limitedMemories(content, Math.floor(memoryBytesMax / PAGE_BYTES)) };
    return { id, content };
  });
  return moduleOf(module, sections);
}

function requireFunctionTypes(content: Uint8Array): void {
  const reader = new Reader(content);
  for (let count = reader.number(); count > 0; count--) {
    if (reader.byte() !== FUNCTION_TYPE) throw unsupported("garbage-collected types");
    for (const _side of ["parameters", "results"]) {
      for (let values = reader.number(); values > 0; values--) {
        if (!PLAIN_VALUE_TYPES.has(reader.byte())) throw unsupported("typed references");
      }
    }
  }
}

function limitedTables(content: Uint8Array): Uint8Array {
  const reader = new Reader(content);
  const count = reader.number();
  if (count > TABLES_MAX) throw unsupported(`${count} tables, more than ${TABLES_MAX}`);
  const limited = encodeNumber(count);
  for (let table = 0; table < count; table++) {
    const elementType = reader.byte();
    if (!PLAIN_VALUE_TYPES.has(elementType)) throw unsupported("tables of typed references");
    limited.push(elementType, ...limitedRange(reader, TABLE_ELEMENTS_MAX, "elements of a table"));
  }
  return Uint8Array.from(limited);
}

function limitedMemories(content: Uint8Array, pagesMax: number): Uint8Array {
  const reader = new Reader(content);
  const count = reader.number();
  if (count > 1) throw unsupported("several memories in one module");
  const limited = encodeNumber(count);
  for (let memory = 0; memory < count; memory++) limited.push(...limitedRange(reader, pagesMax, "pages of memory"));
  return Uint8Array.from(limited);
}

/** A minimum, and a maximum that is not above `most`. */
function limitedRange(reader: Reader, most: number, what: string): number[] {
  const flags = reader.byte();
  if (flags > HAS_MAXIMUM) throw unsupported("64-bit or shared memories or tables");
  const minimum = reader.number();
  const maximum = flags === HAS_MAXIMUM ? reader.number() : most;
  if (minimum > most) throw unsupported(`at least ${minimum} ${what}, where ${most} are allowed`);
  return [HAS_MAXIMUM, ...encodeNumber(minimum), ...encodeNumber(Math.min(maximum, most))];
}

function unsupported(what: string): LoadError {
  return new LoadError("unsupported", `the component has ${what}, which this runtime does not run`);
}
