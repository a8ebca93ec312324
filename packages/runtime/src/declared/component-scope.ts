import type { ByteReader } from "../structure/byte-reader.ts";
import type { TypeTable } from "../types/type-table.ts";
import type { TypeIndex } from "../types/wit-type.ts";
import { readEach, readName, TypeReader, unknown } from "./type-reader.ts";

// Component Model, binary format (design/mvp/Binary.md): imports, exports and their types. The bytes may be anything:
// what is not a component ends too early or holds an unknown code, and throws.

/** Exports of an instance; of a component type also its imports. */
export interface InstanceShape {
  readonly exports: ReadonlyMap<string, Item>;
  readonly imports: ReadonlyMap<string, Item>;
}

/** An imported, exported or defined item. */
export interface Item {
  readonly sort: number;
  /**
   * Of a type, the type itself; of anything else, its type. `undefined` for items that no function can take or return.
   */
  readonly shape: TypeIndex | InstanceShape | undefined;
}

export const FUNCTION = 0x01;
export const TYPE = 0x03;
export const COMPONENT = 0x04;
export const INSTANCE = 0x05;
const CORE = 0x00;

/** Index spaces of a component, or of a component or instance type: types, functions, instances and components. */
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

  /** Returns the item of a sort with an index. */
  at(sort: number, index: number): Item {
    return { sort, shape: this.#items[sort]?.[index] };
  }

  /** Returns the type with an index; `unknown` if it cannot have values. */
  typeAt(index: number): TypeIndex {
    const { shape } = this.at(TYPE, index);
    return typeof shape === "number" ? shape : this.table.primitive("unknown");
  }

  readAlias(reader: ByteReader): void {
    const sort = readSort(reader);
    const isOfOuter = reader.byte() === OF_OUTER;
    const from = reader.number();
    this.add(isOfOuter ? this.#above(from).at(sort, reader.number()) : this.#exported(sort, from, readName(reader)));
  }

  /** Reads a type of any sort. */
  readDefinition(reader: ByteReader): Item["shape"] {
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

  /** Reads the declared type of an import or an export. */
  readDescription(reader: ByteReader): Item {
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

  /** Reads an export, which adds an index for the exported item. Returns its name and the item. */
  readExport(reader: ByteReader): readonly [string, Item] {
    const name = readExternName(reader);
    const exported = this.#readItem(reader);
    const item = reader.byte() === ABSENT ? exported : this.readDescription(reader);
    this.add(item);
    return [name, item];
  }

  /** Reads an instance: a component with arguments, or items with names. */
  readInstance(reader: ByteReader): InstanceShape {
    if (reader.byte() !== OF_COMPONENT)
      return { imports: NONE, exports: new Map(readEach(reader, () => this.#readNamed(reader, readExternName))) };
    const { shape } = this.at(COMPONENT, reader.number());
    readEach(reader, () => this.#readNamed(reader, readName));
    return { imports: NONE, exports: isInstance(shape) ? shape.exports : NONE };
  }

  #readNamed(reader: ByteReader, read: (reader: ByteReader) => string): [string, Item] {
    return [read(reader), this.#readItem(reader)];
  }

  #readItem(reader: ByteReader): Item {
    return this.at(readSort(reader), reader.number());
  }

  /** Adds a resource. Each is a type of its own. */
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

  /** Reads the type of an instance or a component, which has its own index spaces. */
  #readDeclarations(reader: ByteReader): InstanceShape {
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

function readSort(reader: ByteReader): number {
  const sort = reader.byte();
  if (sort === CORE) reader.byte();
  return sort;
}

/** Reads the name of an import or an export. */
export function readExternName(reader: ByteReader): string {
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
