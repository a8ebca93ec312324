import { type FoundFunction, type FunctionTypes, functionTypes } from "../types/function-types.ts";
import type { WitType } from "../types/wit-type.ts";
import { FUNCTION, type Item, isInstance } from "./component-scope.ts";

/** Collects the functions among items, and those of the interfaces among them, with their types. */
export function functionsAmong(items: ReadonlyMap<string, Item>, types: readonly WitType[]): FunctionTypes {
  return functionTypes(
    types,
    [...items].flatMap(([name, item]) =>
      isInstance(item.shape)
        ? [...item.shape.exports].flatMap(([inner, each]) => found(name, inner, each))
        : found(null, name, item),
    ),
  );
}

function found(from: string | null, name: string, { sort, shape }: Item): FoundFunction[] {
  return sort === FUNCTION && typeof shape === "number" ? [{ from, name, type: shape }] : [];
}
