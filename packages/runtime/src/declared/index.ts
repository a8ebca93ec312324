// Types that a component or a world declares.

export { type FunctionTypes, someFunctions, type TypedFunction } from "../types/function-types.ts";
export { inJavaScript } from "../types/javascript-name.ts";
export { referencedTypes, type WitType } from "../types/wit-type.ts";
export { CONTRACT_FUNCTIONS } from "./contract-functions.ts";
export { type DeclaredWorld, declaredWorld } from "./declared-world.ts";

// Checks of values by these types.

export { AnswerTaker } from "../types/answer-taker.ts";
export { ArgumentTaker } from "../types/argument-taker.ts";
export type { TakingOptions } from "../types/value-taker.ts";
