// Values cross between a guest and its host as copies, by their types of WIT. Both sides of a component have bindings
// that take values in one way. The only difference between the two directions is a U+FEFF at the beginning of a text,
// which is lost on its way into a guest.

import {
  type FunctionTypes,
  referencedTypes,
  type TakingOptions,
  type TypedFunction,
  type WitType,
} from "@airssys/runtime/declared";
import { MockError } from "../bundle/mock-error.ts";

/** Rules for values that leave a guest. */
export const OUT_OF_GUEST: TakingOptions = {
  isExact: false,
  isCopied: true,
  passesHandles: false,
  widensNumbers: true,
};

/** Rules for values that enter a guest. */
export const INTO_GUEST: TakingOptions = { ...OUT_OF_GUEST, text: (text) => text.replace(/^\u{feff}/u, "") };

/**
 * Requires that values of all types of some functions can cross without a component.
 *
 * @throws MockError `unsupported`
 */
export function requireCrossing({ types, functions }: FunctionTypes): void {
  const foreign = new Set<number>();
  for (const [index, type] of types.entries())
    if (isForeign(type) || referencedTypes(type).some((ref) => foreign.has(ref))) foreign.add(index);
  const found = functions.find(
    ({ isAsync, parameters, result }) =>
      isAsync || foreign.has(result ?? -1) || parameters.some(({ type }) => foreign.has(type)),
  );
  if (found !== undefined) throw unsupported(found);
}

function isForeign(type: WitType): boolean {
  return FOREIGN_KINDS.has(type.kind) || (type.kind === "list" && type.length !== undefined);
}

const FOREIGN_KINDS: ReadonlySet<WitType["kind"]> = new Set<WitType["kind"]>([
  "own",
  "borrow",
  "stream",
  "future",
  "error-context",
  "map",
  "resource",
  "function",
  "unknown",
]);

function unsupported({ from, name }: TypedFunction): MockError {
  const what = `"${name}"${from === null ? "" : ` of ${from}`}`;
  const problem = `mock mode cannot hand over what ${what} takes or returns: resources, streams, futures, lists of fixed length and asynchronous functions need a component that is built. Use the mode "memory"`;
  return new MockError("unsupported", problem);
}
