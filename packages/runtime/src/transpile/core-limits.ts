import { LoadError } from "../errors/load-error.ts";
import { ByteReader } from "../structure/byte-reader.ts";
import { encodeNumber, MODULE_HEADER, readSections, type Section, sectionBytes } from "../structure/section.ts";
import { concat } from "../structure/splice.ts";

// WebAssembly core specification, binary format: sections of a module.
const TYPE_SECTION = 1;
const TABLE_SECTION = 4;
const MEMORY_SECTION = 5;

/** Bytes of a page of WebAssembly memory. */
const PAGE_BYTES = 65_536;

/**
 * Most elements to which all tables of a component together may grow. One built from JavaScript or Python has some
 * thousands.
 */
const TABLE_ELEMENTS_MAX = 400_000;

const FUNCTION_TYPE = 0x60;
const PLAIN_VALUE_TYPES: ReadonlySet<number> = new Set([0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f]);
const HAS_MAXIMUM = 0x01;

/** Share of the host's memory for each module or table of an instance. */
interface Share {
  /** Most bytes that the memory of a module may grow to. */
  readonly memoryBytes: number;
  /** Most elements that a table may grow to, unless it begins with more. */
  readonly tableElements: number;
}

/**
 * Limits how far core modules can grow: all memories together to `memoryBytesMax`, all tables together to {@link
 * TABLE_ELEMENTS_MAX} elements. Growing further fails inside of the guest, as on a machine with little memory.
 *
 * @param modules all core modules of an instance, by name. Each may be instantiated once.
 * @throws LoadError `unsupported` if a module begins with more, or has something that cannot be bounded: 64-bit or
 * shared memories, and objects of the garbage collection proposal, which live in the host's heap
 */
export function limitModules(
  modules: Readonly<Record<string, Uint8Array>>,
  memoryBytesMax: number,
): Map<string, Uint8Array> {
  const all = Object.values(modules).map(readSections);
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
  return sum(sections.map(({ id, content }) => (id === TABLE_SECTION ? new ByteReader(content).number() : 0)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function withLimits(module: Uint8Array, { memoryBytes, tableElements }: Share): Uint8Array {
  const sections = readSections(module).map(({ id, content }) => {
    if (id === TYPE_SECTION) requireFunctionTypes(content);
    if (id === TABLE_SECTION) return { id, content: limitTables(content, tableElements) };
    if (id === MEMORY_SECTION) return { id, content: limitMemories(content, Math.floor(memoryBytes / PAGE_BYTES)) };
    return { id, content };
  });
  return concat([MODULE_HEADER, ...sections.flatMap(({ id, content }) => sectionBytes(id, content))]);
}

function requireFunctionTypes(content: Uint8Array): void {
  const reader = new ByteReader(content);
  for (let count = reader.number(); count > 0; count--) {
    if (reader.byte() !== FUNCTION_TYPE) throw unsupported("garbage-collected types");
    for (const _side of ["parameters", "results"]) {
      for (let values = reader.number(); values > 0; values--) {
        if (!PLAIN_VALUE_TYPES.has(reader.byte())) throw unsupported("typed references");
      }
    }
  }
}

/** Limits the growth of tables. Their initial size, summed over the component, was checked before. */
function limitTables(content: Uint8Array, elementsMax: number): Uint8Array {
  const reader = new ByteReader(content);
  const count = reader.number();
  const limited = encodeNumber(count);
  for (let table = 0; table < count; table++) {
    const elementType = reader.byte();
    if (!PLAIN_VALUE_TYPES.has(elementType)) throw unsupported("tables of typed references");
    limited.push(elementType, ...limitRange(reader, elementsMax).encoded);
  }
  return Uint8Array.from(limited);
}

function limitMemories(content: Uint8Array, pagesMax: number): Uint8Array {
  const reader = new ByteReader(content);
  const count = reader.number();
  if (count > 1) throw unsupported("several memories in one module");
  const limited = encodeNumber(count);
  for (let memory = 0; memory < count; memory++) {
    const range = limitRange(reader, pagesMax);
    if (range.minimum > pagesMax)
      throw unsupported(`at least ${range.minimum} pages of memory, where ${pagesMax} are allowed`);
    limited.push(...range.encoded);
  }
  return Uint8Array.from(limited);
}

/** Reads limits. Returns them with a maximum of at most `most`, or of the minimum if that is larger. */
function limitRange(
  reader: ByteReader,
  most: number,
): { readonly minimum: number; readonly encoded: readonly number[] } {
  const flags = reader.byte();
  if (flags > HAS_MAXIMUM) throw unsupported("64-bit or shared memories or tables");
  const minimum = reader.number();
  const maximum = Math.min(flags === HAS_MAXIMUM ? reader.number() : most, Math.max(minimum, most));
  return { minimum, encoded: [HAS_MAXIMUM, ...encodeNumber(minimum), ...encodeNumber(maximum)] };
}

function unsupported(what: string): LoadError {
  return new LoadError("unsupported", `the component has ${what}, which this runtime does not run`);
}
