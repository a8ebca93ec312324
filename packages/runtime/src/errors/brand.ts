// The same brands as those of `@airssys/protocol`, which the process of a guest may not read: it imports the code of this
// package and nothing else.

/** Marks an error as one of a class with this name. */
export function brand(error: object, className: string): void {
  Object.defineProperty(error, symbolOf(className), { value: true });
}

/**
 * Answers `value instanceof asked` for `owner`, a class that brands its instances. A class that extends `owner` is asked
 * about as usual, by its prototype.
 */
export function isInstance(asked: unknown, owner: unknown, value: unknown, className: string): boolean {
  if (asked !== owner) return typeof asked === "function" && Function.prototype[Symbol.hasInstance].call(asked, value);
  return typeof value === "object" && value !== null && symbolOf(className) in value;
}

function symbolOf(className: string): symbol {
  return Symbol.for(`@airssys/${className}`);
}
