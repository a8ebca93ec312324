import { inJavaScript } from "./javascript-name.ts";
import { typeAt } from "./type-table.ts";
import { type NamedType, referencedTypes, type TypeIndex, type WitType, withRefs } from "./wit-type.ts";

/** A function with its types, by their indices in a table. Parameter names are in JavaScript spelling. */
export interface TypedFunction {
  /** Full name of its interface, such as `airssys:wasm/storage@0.1.0`; `null` for a function of the world. */
  readonly from: string | null;
  /** Its name in WIT spelling. */
  readonly name: string;
  readonly isAsync: boolean;
  readonly parameters: readonly NamedType[];
  /** `null` if it returns nothing. */
  readonly result: TypeIndex | null;
}

/**
 * Functions with all types that they take and return, as plain data that survives JSON. Each type is there once, after
 * the types that it contains. Fields and flags are in JavaScript spelling.
 */
export interface FunctionTypes {
  readonly types: readonly WitType[];
  readonly functions: readonly TypedFunction[];
}

/** A function found in a component, with the index of its type. */
export interface FoundFunction {
  readonly from: string | null;
  readonly name: string;
  readonly type: TypeIndex;
}

/** Selects the functions among the found items, with the types that they use. */
export function functionTypes(types: readonly WitType[], found: readonly FoundFunction[]): FunctionTypes {
  const functions = found.flatMap(({ from, name, type }): TypedFunction[] => {
    const signature = typeAt(types, type);
    if (signature.kind !== "function") return [];
    const { isAsync, parameters, result } = signature;
    return [{ from, name, isAsync, parameters: parameters.map(inJavaScriptName), result }];
  });
  const used = withUsedTypes({ types, functions });
  return { ...used, types: used.types.map(inJavaScriptNames) };
}

/** Selects some functions, with the types that they use. */
export function someFunctions(all: FunctionTypes, isWanted: (each: TypedFunction) => boolean): FunctionTypes {
  return withUsedTypes({ types: all.types, functions: all.functions.filter(isWanted) });
}

/** Drops the types that no function uses. */
function withUsedTypes({ types, functions }: FunctionTypes): FunctionTypes {
  const isUsed = new Set(functions.flatMap((each) => referencedTypes({ kind: "function", ...each })));
  for (let index = types.length - 1; index >= 0; index--)
    if (isUsed.has(index)) for (const ref of referencedTypes(typeAt(types, index))) isUsed.add(ref);
  const inOrder = [...isUsed].sort((left, right) => left - right);
  const newIndices = new Map(inOrder.map((oldIndex, newIndex) => [oldIndex, newIndex]));
  const move = (ref: TypeIndex) => newIndices.get(ref) ?? 0; // every used type has one
  return {
    types: inOrder.map((index) => withRefs(typeAt(types, index), move)),
    functions: functions.map((each) => ({
      ...each,
      parameters: each.parameters.map(({ name, type }) => ({ name, type: move(type) })),
      result: each.result === null ? null : move(each.result),
    })),
  };
}

function inJavaScriptNames(type: WitType): WitType {
  if (type.kind === "record") return { ...type, fields: type.fields.map(inJavaScriptName) };
  if (type.kind === "flags") return { ...type, names: type.names.map(inJavaScript) };
  return type;
}

function inJavaScriptName({ name, type }: NamedType): NamedType {
  return { name: inJavaScript(name), type };
}
