// An engine that has run a module, as a module again: the memory of the instance takes the place of the data that the
// engine began with. This is the work of wizer, for a module with one memory and nothing else that changes.
import { ByteReader, encodeModule, encodeNumber, readSections, type Section } from "@airssys/runtime/core-module";
import { memorySegments } from "./memory-segments.ts";

const MEMORY_SECTION = 5;
const GLOBAL_SECTION = 6;
const EXPORT_SECTION = 7;
const START_SECTION = 8;
const DATA_SECTION = 11;
const DATA_COUNT_SECTION = 12;

const GLOBAL_KIND = 3;
const ACTIVE_SEGMENT = 0;
const PAGE_BYTES = 65_536;

/** Globals are exported under this name and their index while the engine runs. */
const GLOBAL_PREFIX = "airssys-global-";

/** Functions that run the module. The finished component has no use for them. */
const CALLED_ONCE: ReadonlySet<string> = new Set(["_initialize", "componentize.wizer"]);

/** The exports of an engine that are needed at build time. */
export interface EngineExports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  "componentize.wizer"(): void;
  check_init(): number;
}

/**
 * The engine, changed so that a snapshot of it can be taken: its globals are exported.
 *
 * @throws Error if the engine has something that {@link takeSnapshot} would lose
 */
export function observable(engine: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections = readSections(engine);
  if (sections.some(({ id }) => id === START_SECTION)) throw new Error("the engine has a start function");
  const data = new ByteReader(contentOf(sections, DATA_SECTION));
  if (data.number() > 0 && data.byte() !== ACTIVE_SEGMENT) throw new Error("the engine has data that is not active");
  const globals = Array.from({ length: new ByteReader(contentOf(sections, GLOBAL_SECTION)).number() }, (_, index) =>
    Uint8Array.of(...encodeName(`${GLOBAL_PREFIX}${index}`), GLOBAL_KIND, ...encodeNumber(index)),
  );
  const exported = exportEntries(sections).map(({ bytes }) => bytes);
  return withSections(engine, new Map([[EXPORT_SECTION, encodeList([...exported, ...globals])]]));
}

/** The values of the globals of an instance of an observable engine. */
export function globalValues(exports: WebAssembly.Exports): unknown[] {
  const globals = Object.entries(exports).filter(([name]) => name.startsWith(GLOBAL_PREFIX));
  return globals.map(([, global]) => (global as WebAssembly.Global).value); // exported as such by `observable`
}

/** The engine with the memory of an instance of it, and without the functions that ran the module. */
export function takeSnapshot(engine: Uint8Array, memory: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const sections = readSections(engine);
  const kept = exportEntries(sections).filter(({ name }) => !CALLED_ONCE.has(name));
  const segments = memorySegments(memory);
  return withSections(
    engine,
    new Map([
      [MEMORY_SECTION, memoryOf(contentOf(sections, MEMORY_SECTION), memory.length / PAGE_BYTES)],
      [EXPORT_SECTION, encodeList(kept.map(({ bytes }) => bytes))],
      [DATA_COUNT_SECTION, Uint8Array.from(encodeNumber(segments.length))],
      [DATA_SECTION, encodeList(segments.flat(), segments.length)],
    ]),
  );
}

function contentOf(sections: readonly Section[], id: number): Uint8Array {
  const section = sections.find((each) => each.id === id);
  if (section === undefined) throw new Error(`the engine has no section ${id}`);
  return section.content;
}

/** A number of entries, then the entries. */
function encodeList(parts: readonly Uint8Array[], length = parts.length): Uint8Array {
  return Buffer.concat([Uint8Array.from(encodeNumber(length)), ...parts]);
}

function encodeName(name: string): Uint8Array {
  const bytes = new TextEncoder().encode(name);
  return Uint8Array.of(...encodeNumber(bytes.length), ...bytes);
}

/** The exports of a module, each with its encoding. */
function exportEntries(sections: readonly Section[]): { readonly name: string; readonly bytes: Uint8Array }[] {
  const reader = new ByteReader(contentOf(sections, EXPORT_SECTION));
  return Array.from({ length: reader.number() }, () => {
    const name = new TextDecoder().decode(reader.take(reader.number()));
    const kind = reader.byte();
    return { name, bytes: Uint8Array.of(...encodeName(name), kind, ...encodeNumber(reader.number())) };
  });
}

/** The one memory of the engine, which begins with that many pages. */
function memoryOf(content: Uint8Array, pages: number): Uint8Array {
  const reader = new ByteReader(content);
  if (reader.number() !== 1) throw new Error("the engine has more than one memory");
  const flags = reader.byte();
  reader.number();
  return Uint8Array.of(1, flags, ...encodeNumber(pages), ...reader.rest());
}

function withSections(module: Uint8Array, contents: ReadonlyMap<number, Uint8Array>): Uint8Array<ArrayBuffer> {
  const sections = readSections(module).map(({ id, content }) => ({ id, content: contents.get(id) ?? content }));
  return new Uint8Array(encodeModule(module, sections));
}
