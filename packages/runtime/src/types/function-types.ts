import { inJavaScript } from "./javascript-name.ts";
import { typeAt } from "./type-table.ts";
import { type NamedType, referencedTypes, type TypeIndex, type WitType, withRefs } from "./wit-type.ts";

/** A function with its types, by their places in a table. Its parameters have names as JavaScript spells them. */
export interface TypedFunction {
  /** Full name of its interface, such as `airssys:wasm/storage@0.1.0`; `null` for a function of a world itself. */
  readonly from: string | null;
  /** Its name as WIT spells it. */
  readonly name: string;
  readonly isAsync: boolean;
  readonly parameters: readonly NamedType[];
  /** `null`: it returns nothing. */
  readonly result: TypeIndex | null;
}

/**
 * Functions with the types of all that they take and return: plain data, which JSON keeps as it is. Each type is there
 * once, after the types that it is made of. Fields and flags have names as JavaScript spells them.
 */
export interface FunctionTypes {
  readonly types: readonly WitType[];
  readonly functions: readonly TypedFunction[];
}

/** A function that was found, with the place of its type. */
export interface FoundFunction {
  readonly from: string | null;
  readonly name: string;
  readonly type: TypeIndex;
}

/** Functions with those types of a table that they use. What is no function is left out. */
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

/** Those functions that are wanted, with the types that they use. */
export function someFunctions(all: FunctionTypes, isWanted: (each: TypedFunction) => boolean): FunctionTypes {
  return withUsedTypes({ types: all.types, functions: all.functions.filter(isWanted) });
}

/** Without the types that no function uses. */
function withUsedTypes({ types, functions }: FunctionTypes): FunctionTypes {
  const isUsed = new Set(functions.flatMap((each) => referencedTypes({ kind: "function", ...each })));
  for (let place = types.length - 1; place >= 0; place--)
    if (isUsed.has(place)) for (const ref of referencedTypes(typeAt(types, place))) isUsed.add(ref);
  const inOrder = [...isUsed].sort((left, right) => left - right);
  const places = new Map(inOrder.map((place, index) => [place, index]));
  const move = (ref: TypeIndex) => places.get(ref) ?? 0; // each has one
  return {
    types: inOrder.map((place) => withRefs(typeAt(types, place), move)),
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
