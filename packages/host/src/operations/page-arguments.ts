import { keyRange, unchecked } from "./argument-rule.ts";

/** The rules for the arguments of a page, whether of entries or of keys. */
export const pageArguments = {
  range: keyRange,
  walk: unchecked("either direction is fine, and the page requires a limit of 1 to 1 000"),
  cursor: unchecked("only one that was given out for this range opens"),
};
