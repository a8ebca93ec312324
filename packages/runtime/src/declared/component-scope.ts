import type { Reader } from "../transpile/core-module.ts";
import { namedType, type WitType, witType } from "./wit-type.ts";
import { readEach, readFunctionType, readName, readValueType, unknown } from "./wit-type-reader.ts";

// Component Model, binary format (design/mvp/Binary.md): what is imported and exported, and what its types are. The bytes may be
// anything: what is no component ends too early, or has what is not known here.

/** What an instance has, by name, and of a component also what it is given. */
export interface InstanceShape {
  readonly exports: ReadonlyMap<string, Item>;
  readonly imports: ReadonlyMap<string, Item>;
}

/** Something that is imported, exported or defined. */
export interface Item {
  readonly sort: number;
  /** Of a type, the type; of a function or an instance, its own type. `undefined` for what functions that are imported cannot have to do with. */
  readonly shape: WitType | InstanceShape | undefined;
}

export const FUNCTION = 0x01;
export const TYPE = 0x03;
export const INSTANCE = 0x05;
const CORE = 0x00;
const COMPONENT = 0x04;

/** The types and instances that a component, or the type of one, has so far, by their indices. */
export class ComponentScope {
  readonly #outer: ComponentScope | undefined;
  readonly #types: Item["shape"][] = [];
  readonly #instances: Item["shape"][] = [];

  constructor(outer?: ComponentScope) {
    this.#outer = outer;
  }

  /** Gives an item the next index of its sort. */
  add({ sort, shape }: Item): void {
    if (sort === TYPE) this.#types.push(shape);
    if (sort === INSTANCE) this.#instances.push(shape);
  }

  readAlias(reader: Reader): void {
    const sort = readSort(reader);
    const isOfOuter = reader.byte() === OF_OUTER;
    const from = reader.number();
    this.add(isOfOuter ? this.#above(from).#at(sort, reader.number()) : this.#exported(sort, from, readName(reader)));
  }

  /** A type of any sort. */
  readDefinition(reader: Reader): Item["shape"] {
    const kind = reader.byte();
    switch (kind) {
      case 0x40:
        return readFunctionType(reader, this.#typeAt, "func");
      case 0x43:
        return readFunctionType(reader, this.#typeAt, "async func");
      case 0x41:
      case 0x42:
        return this.#readDeclarations(reader);
      case 0x3f:
        reader.byte();
        if (reader.byte() !== ABSENT) reader.number();
        return namedType("resource");
      default:
        return readValueType(kind, reader, this.#typeAt);
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
        return { sort, shape: this.#types[reader.number()] };
      case TYPE:
        return { sort, shape: reader.byte() === SAME_AS ? this.#types[reader.number()] : namedType("resource") };
      default:
        return unknown("sort of import or export", sort);
    }
  }

  /** An export gives what it exports one more index. Answers its name. */
  readExport(reader: Reader): string {
    const name = readExternName(reader);
    const exported = this.#at(readSort(reader), reader.number());
    const isDescribed = reader.byte() !== ABSENT;
    this.add(isDescribed ? this.readDescription(reader) : exported);
    return name;
  }

  readonly #typeAt = (index: number): WitType => {
    const shape = this.#types[index];
    return shape === undefined || isInstance(shape) ? NO_VALUE : shape;
  };

  #at(sort: number, index: number): Item {
    const known = sort === TYPE ? this.#types : sort === INSTANCE ? this.#instances : [];
    return { sort, shape: known[index] };
  }

  #above(levels: number): ComponentScope {
    return levels === 0 || this.#outer === undefined ? this : this.#outer.#above(levels - 1);
  }

  #exported(sort: number, instance: number, name: string): Item {
    const shape = this.#instances[instance];
    return { sort, shape: isInstance(shape) ? shape.exports.get(name)?.shape : undefined };
  }

  /** The type of an instance or a component, which has indices of its own. */
  #readDeclarations(reader: Reader): InstanceShape {
    const scope = new ComponentScope(this);
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
  return shape !== undefined && "exports" in shape;
}

/** Reads how an instance is made: of a component with arguments, or of items that are given names, which it answers. */
export function readInstance(reader: Reader): string[] {
  if (reader.byte() !== OF_COMPONENT) return readEach(reader, () => nameOfItem(reader, readExternName(reader)));
  reader.number();
  readEach(reader, () => nameOfItem(reader, readName(reader)));
  return [];
}

function nameOfItem(reader: Reader, name: string): string {
  readSort(reader);
  reader.number();
  return name;
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

const OF_COMPONENT = 0x00;
const OF_OUTER = 0x02;
const ABSENT = 0x00;
const SAME_AS = 0x00;
const DECLARES_TYPE = 0x01;
const DECLARES_ALIAS = 0x02;
const DECLARES_IMPORT = 0x03;
const DECLARES_EXPORT = 0x04;

/** A type that no value has: the contract has nothing like it. */
const NO_VALUE = witType("?");
