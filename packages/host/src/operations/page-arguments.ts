import { keyRange, unchecked } from "./argument-rule.ts";

/** Rules for the arguments of `range` and `range-keys`. */
export const pageArguments = {
  range: keyRange,
  walk: unchecked("both directions are allowed, and readPage checks the limit"),
  cursor: unchecked("its authentication code is checked when it is opened"),
};
