import { LoadError } from "../errors/load-error.ts";
import { type PrimitiveKind, referencedTypes, type TypeIndex, type WitType } from "./wit-type.ts";

/**
 * Most levels of a type: `option<list<u8>>` has three. Types of real components have fewer than 20. Code that walks a
 * type, or a value of it, recurses once per level.
 */
const TYPE_LEVELS_MAX = 100;

/** Collects the types of one component while it is read. */
export class TypeTable {
  readonly types: WitType[] = [];
  readonly #levels: number[] = [];
  readonly #primitives = new Map<PrimitiveKind, TypeIndex>();

  /**
   * Adds a type that refers to types of this table, and returns its index.
   *
   * @throws LoadError `unsupported` for a type of more than {@link TYPE_LEVELS_MAX} levels
   */
  add(type: WitType): TypeIndex {
    const levels = referencedTypes(type).reduce((most, ref) => Math.max(most, this.#levels[ref] ?? 0), 0) + 1;
    if (levels > TYPE_LEVELS_MAX)
      throw new LoadError("unsupported", `the component declares a type of more than ${TYPE_LEVELS_MAX} levels`);
    this.#levels.push(levels);
    return this.types.push(type) - 1;
  }

  /** Returns the index of a type that contains no other. Each is added once. */
  primitive(kind: PrimitiveKind): TypeIndex {
    const index = this.#primitives.get(kind) ?? this.add({ kind });
    this.#primitives.set(kind, index);
    return index;
  }

  /** @throws RangeError for an index that the table does not have */
  at(index: TypeIndex): WitType {
    return typeAt(this.types, index);
  }
}

/** @throws RangeError for an index that the table does not have */
export function typeAt(types: readonly WitType[], index: TypeIndex): WitType {
  const type = types[index];
  if (type === undefined) throw new RangeError(`there is no type ${index} among ${types.length}`);
  return type;
}
