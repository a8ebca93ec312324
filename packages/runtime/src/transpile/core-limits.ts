import { LoadError } from "../errors/load-error.ts";
import {
  encodeNumber,
  MEMORY_SECTION,
  moduleOf,
  Reader,
  type Section,
  sectionsOf,
  TABLE_SECTION,
  TYPE_SECTION,
} from "../structure/core-module.ts";

/** Bytes of a page of WebAssembly memory. */
const PAGE_BYTES = 65_536;

/**
 * Most elements to which the tables of a component may grow, all together: one built from JavaScript or Python has some
 * thousands.
 */
const TABLE_ELEMENTS_MAX = 400_000;

const FUNCTION_TYPE = 0x60;
const PLAIN_VALUE_TYPES: ReadonlySet<number> = new Set([0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f]);
const HAS_MAXIMUM = 0x01;

/** What the modules of an instance may take of the host's memory. */
interface Share {
  /** Most bytes that the memory of a module may grow to. */
  readonly memoryBytes: number;
  /** Most elements that a table may grow to, unless it begins with more. */
  readonly tableElements: number;
}

/**
 * Core modules that cannot take more than a bounded part of the host's memory: their memories, all together, cannot
 * grow beyond `memoryBytesMax`, nor their tables beyond what one table of {@link TABLE_ELEMENTS_MAX} has. Growing
 * further fails inside of the guest, as it would on a machine with so little memory.
 *
 * @param modules core modules by name, all that an instance is made of. Each may be instantiated once.
 * @throws LoadError `unsupported` if one begins with more, or has what cannot be bounded: memories of 64-bit addresses,
 * shared ones, and objects of the garbage collection proposal, which live in the host's own heap.
 */
export function limitedModules(
  modules: Readonly<Record<string, Uint8Array>>,
  memoryBytesMax: number,
): Map<string, Uint8Array> {
  const all = Object.values(modules).map(sectionsOf);
  const share: Share = {
    memoryBytes: memoryBytesMax / Math.max(1, all.filter(hasMemory).length),
    tableElements: Math.floor(TABLE_ELEMENTS_MAX / Math.max(1, sum(all.map(tablesIn)))),
  };
  return new Map(Object.entries(modules).map(([name, module]) => [name, withLimits(module, share)]));
}

function hasMemory(sections: readonly Section[]): boolean {
  return sections.some(({ id }) => id === MEMORY_SECTION);
}

function tablesIn(sections: readonly Section[]): number {
  return sum(sections.map(({ id, content }) => (id === TABLE_SECTION ? new Reader(content).number() : 0)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function withLimits(module: Uint8Array, { memoryBytes, tableElements }: Share): Uint8Array {
  const sections = sectionsOf(module).map(({ id, content }) => {
    if (id === TYPE_SECTION) requireFunctionTypes(content);
    if (id === TABLE_SECTION) return { id, content: limitedTables(content, tableElements) };
    if (id === MEMORY_SECTION) return { id, content: limitedMemories(content, Math.floor(memoryBytes / PAGE_BYTES)) };
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

/** A table keeps what it begins with: how much that is, in a whole component, was checked before. */
function limitedTables(content: Uint8Array, elementsMax: number): Uint8Array {
  const reader = new Reader(content);
  const count = reader.number();
  const limited = encodeNumber(count);
  for (let table = 0; table < count; table++) {
    const elementType = reader.byte();
    if (!PLAIN_VALUE_TYPES.has(elementType)) throw unsupported("tables of typed references");
    limited.push(elementType, ...limitedRange(reader, elementsMax).encoded);
  }
  return Uint8Array.from(limited);
}

function limitedMemories(content: Uint8Array, pagesMax: number): Uint8Array {
  const reader = new Reader(content);
  const count = reader.number();
  if (count > 1) throw unsupported("several memories in one module");
  const limited = encodeNumber(count);
  for (let memory = 0; memory < count; memory++) {
    const range = limitedRange(reader, pagesMax);
    if (range.minimum > pagesMax)
      throw unsupported(`at least ${range.minimum} pages of memory, where ${pagesMax} are allowed`);
    limited.push(...range.encoded);
  }
  return Uint8Array.from(limited);
}

/** A minimum, and a maximum that is not above `most` unless the minimum is. */
function limitedRange(reader: Reader, most: number): { readonly minimum: number; readonly encoded: readonly number[] } {
  const flags = reader.byte();
  if (flags > HAS_MAXIMUM) throw unsupported("64-bit or shared memories or tables");
  const minimum = reader.number();
  const maximum = Math.min(flags === HAS_MAXIMUM ? reader.number() : most, Math.max(minimum, most));
  return { minimum, encoded: [HAS_MAXIMUM, ...encodeNumber(minimum), ...encodeNumber(maximum)] };
}

function unsupported(what: string): LoadError {
  return new LoadError("unsupported", `the component has ${what}, which this runtime does not run`);
}
