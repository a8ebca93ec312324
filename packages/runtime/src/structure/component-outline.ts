import { ByteReader } from "./byte-reader.ts";
import { readCanon } from "./canon.ts";
import { CoreNames } from "./core-names.ts";
import { coreOutline, rename } from "./core-outline.ts";
import { readExternName } from "./names.ts";
import { COMPONENT, INSTANCE, Scope, TYPE } from "./scope.ts";
import { COMPONENT_HEADER, requireHeader, type Section, sectionBytes, sections } from "./section.ts";
import { type InstanceShape, isInstanceShape, type Shape, unsupported } from "./shapes.ts";
import { concat, Splice } from "./splice.ts";
import { COMPONENT_BYTES_MAX, COMPONENT_DEPTH_MAX } from "./structure-limits.ts";
import { Tally } from "./tally.ts";
import { readDefinition, readDescription, readItemName, readSort } from "./type-grammar.ts";

// Component Model, binary format (design/mvp/Binary.md), "Component Definitions".
//
// Components are read twice, on purpose. This folder reads every byte first and bounds hostile input: it checks sizes,
// counts and depths before any other tool runs, and keeps no types. `declared/` then reads the outline that this leaves
// and gives the full types of imports and exports. Both share ByteReader and the sections.

/** The result of {@link componentOutline}. */
export interface ComponentOutline {
  /**
   * The component with generated core names, and with core modules reduced to their declarations. A tool that writes
   * the glue between the modules needs nothing else. It is a small part of the original bytes.
   */
  readonly outline: Uint8Array;
  /** The complete core modules, by the number in the mark of their outline. They use the generated names too. */
  readonly modules: readonly Uint8Array[];
  /** See {@link Tally.valuesPerUnit}. */
  readonly valuesPerUnit: number;
  /** Counts of everything that is limited, by name. */
  readonly tally: ReadonlyMap<string, number>;
}

/**
 * Reads the whole structure of a component in one pass, checks it against the limits, and removes whatever the glue
 * generator need not see.
 *
 * Unknown parts are refused. Whether types agree with each other is left to later readers.
 *
 * @throws LoadError `unsupported`, `unsupported-name`; MalformedError for bytes that are not a component
 */
export function componentOutline(component: Uint8Array): ComponentOutline {
  if (component.length > COMPONENT_BYTES_MAX) throw unsupported(`more than ${COMPONENT_BYTES_MAX} bytes`);
  const reader = new OutlineReader();
  const { bytes } = reader.component(component, undefined, 1);
  const { valuesPerUnit, counts } = reader.tally;
  return { outline: bytes, modules: reader.modules, valuesPerUnit, tally: counts };
}

const MODULE_SECTION = 1;
const COMPONENT_SECTION = 4;

/** State shared by a component and the components nested in it. */
class OutlineReader {
  readonly modules: Uint8Array[] = [];
  readonly tally = new Tally();
  readonly #names = new CoreNames();

  component(bytes: Uint8Array, outer: Scope | undefined, depth: number): Outline {
    if (depth > COMPONENT_DEPTH_MAX) throw unsupported(`components nested more than ${COMPONENT_DEPTH_MAX} deep`);
    this.tally.count("components");
    const reader = new ByteReader(bytes);
    requireHeader(reader, COMPONENT_HEADER, "component");
    const scope = new Scope(outer);
    const exports = new Map<string, Shape | undefined>();
    const parts: Uint8Array[] = [COMPONENT_HEADER];
    for (const section of sections(reader)) {
      const content = this.#section(section, scope, exports, depth);
      if (content !== undefined) parts.push(...sectionBytes(section.id, content));
    }
    return { bytes: concat(parts), shape: { exports } };
  }

  /** Reads a section and returns what the outline keeps of it; `undefined` if nothing. */
  #section({ id, content }: Section, scope: Scope, exports: Exports, depth: number): Uint8Array | undefined {
    if (id === 0) return undefined; // a custom section, which loading does not need
    if (id === MODULE_SECTION) return this.#module(content);
    if (id === COMPONENT_SECTION) {
      const { bytes, shape } = this.component(content, scope, depth + 1);
      scope.add(COMPONENT, shape);
      return bytes;
    }
    const read = this.#readers[id];
    if (read === undefined) throw unsupported(`a section of the kind ${id}`);
    const reader = new ByteReader(content);
    const changed = new Splice(content);
    reader.each(() => read(reader, scope, changed, exports));
    reader.requireEnd();
    return changed.finished();
  }

  #module(content: Uint8Array): Uint8Array {
    this.tally.count("modules");
    const { module, outline } = coreOutline(content, this.modules.length, this.#names, this.tally);
    this.modules.push(module);
    return outline;
  }

  /** Readers of one item, by section id. */
  readonly #readers: Readonly<Record<number, ReadItem>> = {
    2: (reader, _scope, changed) => this.#coreInstance(reader, changed),
    5: (reader, scope) => scope.add(INSTANCE, this.#instance(reader, scope)),
    6: (reader, scope, changed) => this.#alias(reader, scope, changed),
    7: (reader, scope) => scope.add(TYPE, readDefinition(reader, scope, this.tally)),
    8: (reader, scope) => readCanon(reader, scope, this.tally),
    10: (reader, scope) => this.#import(reader, scope),
    11: (reader, scope, _changed, exports) => this.#export(reader, scope, exports),
  };

  #coreInstance(reader: ByteReader, changed: Splice): void {
    this.tally.count("instances");
    const isOfModule = reader.byte() === OF_MODULE;
    if (isOfModule) reader.number();
    reader.each(() => {
      rename(reader, changed, this.#names);
      reader.skip(1); // the sort: an instance, or what the item is
      reader.number();
    }, 3);
  }

  #instance(reader: ByteReader, scope: Scope): InstanceShape {
    this.tally.count("instances");
    if (reader.byte() !== OF_MODULE) return this.#itemsAsInstance(reader, scope);
    const shape = scope.at(COMPONENT, reader.number());
    reader.each(() => [readExternName(reader), readItem(reader, scope)], 3);
    if (!isInstanceShape(shape)) throw unsupported("an instance of something that is not a component");
    return shape;
  }

  #itemsAsInstance(reader: ByteReader, scope: Scope): InstanceShape {
    const exports = new Map<string, Shape | undefined>();
    reader.each(() => exports.set(readItemName(reader), readItem(reader, scope).shape), 3);
    return { exports };
  }

  #alias(reader: ByteReader, scope: Scope, changed: Splice): void {
    const sort = readSort(reader);
    const target = reader.byte();
    const from = reader.number();
    if (target === OF_EXPORT) scope.add(sort, scope.instanceExport(from, readExternName(reader)));
    else if (target === OF_CORE_EXPORT) rename(reader, changed, this.#names);
    else if (target === OF_OUTER) scope.add(sort, scope.above(from).at(sort, reader.number()));
    else throw unsupported(`an alias of the kind ${target}`);
  }

  #import(reader: ByteReader, scope: Scope): void {
    this.tally.count("imports");
    readItemName(reader);
    const { sort, shape } = readDescription(reader, scope);
    scope.add(sort, shape);
  }

  /** Reads an export. It adds an index for the item that it exports. */
  #export(reader: ByteReader, scope: Scope, exports: Exports): void {
    this.tally.count("exports");
    const name = readItemName(reader);
    const item = readItem(reader, scope);
    const { sort, shape } = reader.byte() === ABSENT ? item : readDescription(reader, scope);
    scope.add(sort, shape);
    exports.set(name, shape);
  }
}

type Exports = Map<string, Shape | undefined>;

type ReadItem = (reader: ByteReader, scope: Scope, changed: Splice, exports: Exports) => void;

/** An outline with the shape of its component. */
interface Outline {
  readonly bytes: Uint8Array;
  readonly shape: InstanceShape;
}

function readItem(reader: ByteReader, scope: Scope): { readonly sort: number; readonly shape: Shape | undefined } {
  const sort = readSort(reader);
  return { sort, shape: scope.at(sort, reader.number()) };
}

const OF_MODULE = 0x00;
const OF_EXPORT = 0x00;
const OF_CORE_EXPORT = 0x01;
const OF_OUTER = 0x02;
const ABSENT = 0x00;
