import { LoadError } from "../errors/load-error.ts";
import { type PrimitiveKind, refsOf, type TypeIndex, type WitType } from "./wit-type.ts";

/**
 * Most levels of a type: `option<list<u8>>` has three. Types of real components have less than 20. Whatever goes
 * through a type or a value of it goes one call deeper with each level.
 */
const TYPE_LEVELS_MAX = 100;

/** The types of one component, while they are read. */
export class TypeTable {
  readonly types: WitType[] = [];
  readonly #levels: number[] = [];
  readonly #primitives = new Map<PrimitiveKind, TypeIndex>();

  /**
   * Adds a type that is made of types of this table.
   *
   * @throws LoadError `unsupported` for a type of more than {@link TYPE_LEVELS_MAX} levels
   */
  add(type: WitType): TypeIndex {
    const levels = refsOf(type).reduce((most, ref) => Math.max(most, this.#levels[ref] ?? 0), 0) + 1;
    if (levels > TYPE_LEVELS_MAX)
      throw new LoadError("unsupported", `the component declares a type of more than ${TYPE_LEVELS_MAX} levels`);
    this.#levels.push(levels);
    return this.types.push(type) - 1;
  }

  /** A type that is made of no other, which is there once. */
  primitive(kind: PrimitiveKind): TypeIndex {
    const place = this.#primitives.get(kind) ?? this.add({ kind });
    this.#primitives.set(kind, place);
    return place;
  }

  /** @throws RangeError for a place that the table does not have */
  at(index: TypeIndex): WitType {
    return typeAt(this.types, index);
  }
}

/** @throws RangeError for a place that the table does not have */
export function typeAt(types: readonly WitType[], index: TypeIndex): WitType {
  const type = types[index];
  if (type === undefined) throw new RangeError(`there is no type ${index} among ${types.length}`);
  return type;
}
