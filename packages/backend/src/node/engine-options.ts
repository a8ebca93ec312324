/**
 * Checks that options are an object with known names alone: a misspelt option would be ignored, and the store opened
 * without it.
 *
 * @param opener name of the function that takes them, and an example of its options.
 * @throws TypeError
 *
 * @example
 * ```ts
 * import { requireOptions } from "@airssys/backend/node";
 *
 * requireOptions({ pth: "./data" }, ["openLmdb", '{ path: "./data" }'], { path: true });
 * // TypeError: "pth" is no option of openLmdb; known: path
 * ```
 */
export function requireOptions(
  options: unknown,
  [opener, example]: readonly [opener: string, example: string],
  known: Readonly<Record<string, true>>,
): void {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`the options of ${opener} must be an object such as ${example}, not ${shown(options)}`);
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  throw new TypeError(`${shown(unknown)} is no option of ${opener}; known: ${Object.keys(known).join(", ")}`);
}

/** Checks the option `path`. @throws TypeError */
export function requirePathOption(path: unknown, kind: "file" | "folder"): void {
  if (typeof path === "string" && path !== "" && !path.includes("\0")) return;
  throw new TypeError(`path must be the path of a ${kind}, not ${shown(path)}`);
}

/** Checks an option that is true or false. @throws TypeError */
export function requireBooleanOption(name: string, value: unknown): void {
  if (typeof value !== "boolean") throw new TypeError(`${name} must be true or false, not ${shown(value)}`);
}

/** Checks an option that is an integer of a range, both ends included. @throws TypeError, RangeError */
export function requireIntegerOption(name: string, value: unknown, min: number, max: number): void {
  if (typeof value !== "number") throw new TypeError(`${name} must be a number, not ${shown(value)}`);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${name} must be an integer from ${min} to ${max}, not ${value}`);
}

/** Checks an option that is one of some words. @throws TypeError */
export function requireWordOption(name: string, value: unknown, words: readonly string[]): void {
  if (typeof value === "string" && words.includes(value)) return;
  throw new TypeError(`${name} must be ${words.map((word) => `"${word}"`).join(" or ")}, not ${shown(value)}`);
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, SHOWN_CHARACTERS_MAX)) : typeof value;
}

const SHOWN_CHARACTERS_MAX = 64;
