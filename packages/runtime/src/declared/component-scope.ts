import type { Reader } from "../structure/core-module.ts";
import type { TypeTable } from "../types/type-table.ts";
import type { TypeIndex } from "../types/wit-type.ts";
import { readEach, readName, TypeReader, unknown } from "./type-reader.ts";

// Component Model, binary format (design/mvp/Binary.md): what is imported and exported, and what its types are. The
// bytes may be anything: what is no component ends too early, or has what is not known here.

/** What an instance has, by name, and of a component also what it is given. */
export interface InstanceShape {
  readonly exports: ReadonlyMap<string, Item>;
  readonly imports: ReadonlyMap<string, Item>;
}

/** Something that is imported, exported or defined. */
export interface Item {
  readonly sort: number;
  /** Of a type, the type; of anything else its own type. `undefined` for what no function can take or return. */
  readonly shape: TypeIndex | InstanceShape | undefined;
}

export const FUNCTION = 0x01;
export const TYPE = 0x03;
export const COMPONENT = 0x04;
export const INSTANCE = 0x05;
const CORE = 0x00;

/**
 * The types, functions, instances and components that a component, or the type of one, has so far, by their indices.
 */
export class ComponentScope {
  readonly table: TypeTable;
  readonly #outer: ComponentScope | undefined;
  readonly #reader: TypeReader;
  readonly #items: Readonly<Record<number, Item["shape"][]>> = {
    [FUNCTION]: [],
    [TYPE]: [],
    [COMPONENT]: [],
    [INSTANCE]: [],
  };

  constructor(table: TypeTable, outer?: ComponentScope) {
    this.table = table;
    this.#outer = outer;
    this.#reader = new TypeReader(table, (index) => this.typeAt(index));
  }

  /** Gives an item the next index of its sort. */
  add({ sort, shape }: Item): void {
    this.#items[sort]?.push(shape);
  }

  /** The item of a sort with an index. */
  at(sort: number, index: number): Item {
    return { sort, shape: this.#items[sort]?.[index] };
  }

  /** The type with an index, if values can be of it. */
  typeAt(index: number): TypeIndex {
    const { shape } = this.at(TYPE, index);
    return typeof shape === "number" ? shape : this.table.primitive("unknown");
  }

  readAlias(reader: Reader): void {
    const sort = readSort(reader);
    const isOfOuter = reader.byte() === OF_OUTER;
    const from = reader.number();
    this.add(isOfOuter ? this.#above(from).at(sort, reader.number()) : this.#exported(sort, from, readName(reader)));
  }

  /** A type of any sort. */
  readDefinition(reader: Reader): Item["shape"] {
    const kind = reader.byte();
    switch (kind) {
      case 0x40:
      case 0x43:
        return this.#reader.function(reader, kind === 0x43);
      case 0x41:
      case 0x42:
        return this.#readDeclarations(reader);
      case 0x3f:
        reader.byte();
        if (reader.byte() !== ABSENT) reader.number();
        return this.#newResource();
      default:
        return this.#reader.value(kind, reader);
    }
  }

  /** What an import or an export is said to be. */
  readDescription(reader: Reader): Item {
    const sort = readSort(reader);
    switch (sort) {
      case FUNCTION:
      case INSTANCE:
      case CORE:
      case COMPONENT:
        return { sort, shape: this.at(TYPE, reader.number()).shape };
      case TYPE: {
        const isSame = reader.byte() === SAME_AS;
        return { sort, shape: isSame ? this.at(TYPE, reader.number()).shape : this.#newResource() };
      }
      default:
        return unknown("sort of import or export", sort);
    }
  }

  /** An export gives what it exports one more index. Answers its name, and what it is. */
  readExport(reader: Reader): readonly [string, Item] {
    const name = readExternName(reader);
    const exported = this.#readItem(reader);
    const item = reader.byte() === ABSENT ? exported : this.readDescription(reader);
    this.add(item);
    return [name, item];
  }

  /** Reads how an instance is made: of a component with arguments, or of items that are given names. */
  readInstance(reader: Reader): InstanceShape {
    if (reader.byte() !== OF_COMPONENT)
      return { imports: NONE, exports: new Map(readEach(reader, () => this.#readNamed(reader, readExternName))) };
    const { shape } = this.at(COMPONENT, reader.number());
    readEach(reader, () => this.#readNamed(reader, readName));
    return { imports: NONE, exports: isInstance(shape) ? shape.exports : NONE };
  }

  #readNamed(reader: Reader, read: (reader: Reader) => string): [string, Item] {
    return [read(reader), this.#readItem(reader)];
  }

  #readItem(reader: Reader): Item {
    return this.at(readSort(reader), reader.number());
  }

  /** Each resource is a type of its own. */
  #newResource(): TypeIndex {
    return this.table.add({ kind: "resource" });
  }

  #above(levels: number): ComponentScope {
    return levels === 0 || this.#outer === undefined ? this : this.#outer.#above(levels - 1);
  }

  #exported(sort: number, instance: number, name: string): Item {
    const { shape } = this.at(INSTANCE, instance);
    return { sort, shape: isInstance(shape) ? shape.exports.get(name)?.shape : undefined };
  }

  /** The type of an instance or a component, which has indices of its own. */
  #readDeclarations(reader: Reader): InstanceShape {
    const scope = new ComponentScope(this.table, this);
    const exports = new Map<string, Item>();
    const imports = new Map<string, Item>();
    readEach(reader, () => {
      const kind = reader.byte();
      if (kind === DECLARES_TYPE) return scope.add({ sort: TYPE, shape: scope.readDefinition(reader) });
      if (kind === DECLARES_ALIAS) return scope.readAlias(reader);
      if (kind !== DECLARES_IMPORT && kind !== DECLARES_EXPORT) return unknown("declaration", kind);
      const name = readExternName(reader);
      const item = scope.readDescription(reader);
      scope.add(item);
      (kind === DECLARES_EXPORT ? exports : imports).set(name, item);
    });
    return { exports, imports };
  }
}

export function isInstance(shape: Item["shape"]): shape is InstanceShape {
  return typeof shape === "object";
}

function readSort(reader: Reader): number {
  const sort = reader.byte();
  if (sort === CORE) reader.byte();
  return sort;
}

/** The name of an import or an export. */
export function readExternName(reader: Reader): string {
  const form = reader.byte();
  return form > 1 ? unknown("form of a name", form) : readName(reader);
}

const NONE: ReadonlyMap<string, Item> = new Map();

const OF_COMPONENT = 0x00;
const OF_OUTER = 0x02;
const ABSENT = 0x00;
const SAME_AS = 0x00;
const DECLARES_TYPE = 0x01;
const DECLARES_ALIAS = 0x02;
const DECLARES_IMPORT = 0x03;
const DECLARES_EXPORT = 0x04;
