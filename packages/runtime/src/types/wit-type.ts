/** Index of a type in a table of types. */
export type TypeIndex = number;

/** A WIT number type. */
export type NumberKind = "u8" | "s8" | "u16" | "s16" | "u32" | "s32" | "u64" | "s64" | "f32" | "f64";

/** A type that contains no other. `unknown` is the type of something that has no values. */
export type PrimitiveKind = NumberKind | "bool" | "char" | "string" | "error-context" | "resource" | "unknown";

/** A name with its type. */
export interface NamedType {
  readonly name: string;
  readonly type: TypeIndex;
}

/** A case of a variant, with the type of its payload. */
export interface VariantCase {
  readonly name: string;
  /** `null` if the case has no payload. */
  readonly type: TypeIndex | null;
}

/** The parameters and the result of a function. */
export interface FunctionType {
  readonly kind: "function";
  readonly isAsync: boolean;
  readonly parameters: readonly NamedType[];
  /** `null` if it returns nothing. */
  readonly result: TypeIndex | null;
}

/**
 * A WIT type as plain data: a row of a table. It refers to the types that it contains by their indices, which are lower
 * than its own. So a type that is used many times is there once, and no type contains itself.
 */
export type WitType =
  | { readonly kind: PrimitiveKind }
  | { readonly kind: "list"; readonly of: TypeIndex; readonly length?: number }
  | { readonly kind: "option"; readonly of: TypeIndex }
  | { readonly kind: "own" | "borrow"; readonly of: TypeIndex }
  | { readonly kind: "stream" | "future"; readonly of: TypeIndex | null }
  | { readonly kind: "map"; readonly key: TypeIndex; readonly value: TypeIndex }
  | { readonly kind: "tuple"; readonly of: readonly TypeIndex[] }
  | { readonly kind: "result"; readonly ok: TypeIndex | null; readonly error: TypeIndex | null }
  | { readonly kind: "record"; readonly fields: readonly NamedType[] }
  | { readonly kind: "variant"; readonly cases: readonly VariantCase[] }
  | { readonly kind: "enum"; readonly names: readonly string[] }
  | { readonly kind: "flags"; readonly names: readonly string[] }
  | FunctionType;

/** Copies a type for another table. `move` maps the index of each type that it refers to. */
export function withRefs(type: WitType, move: (ref: TypeIndex) => TypeIndex): WitType {
  const moved = <T extends { readonly type: TypeIndex | null }>(each: T): T => ({ ...each, type: optional(each.type) });
  const optional = (ref: TypeIndex | null) => (ref === null ? null : move(ref));
  switch (type.kind) {
    case "list":
    case "option":
    case "own":
    case "borrow":
      return { ...type, of: move(type.of) };
    case "stream":
    case "future":
      return { ...type, of: optional(type.of) };
    case "map":
      return { ...type, key: move(type.key), value: move(type.value) };
    case "tuple":
      return { ...type, of: type.of.map(move) };
    case "result":
      return { ...type, ok: optional(type.ok), error: optional(type.error) };
    case "record":
      return { ...type, fields: type.fields.map(moved) };
    case "variant":
      return { ...type, cases: type.cases.map(moved) };
    case "function":
      return { ...type, parameters: type.parameters.map(moved), result: optional(type.result) };
    default:
      return type;
  }
}

/** Returns the indices of the types that a type refers to. */
export function referencedTypes(type: WitType): TypeIndex[] {
  const refs: TypeIndex[] = [];
  withRefs(type, (ref) => {
    refs.push(ref);
    return ref;
  });
  return refs;
}
