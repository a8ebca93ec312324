// Errors are recognised by a brand: a property under a registered symbol, which is the same in every copy of a package
// and in every realm.

/** Marks an object as one of a class with this name. Classes that it extends mark it too. */
export function brand(object: object, className: string): void {
  Object.defineProperty(object, symbolOf(className), { value: true });
}

/**
 * Answers `value instanceof asked` for `owner`, a class that brands its instances. A class that extends `owner` and has
 * no brand of its own is asked about as usual, by its prototype.
 */
export function isInstance(asked: unknown, owner: unknown, value: unknown, className: string): boolean {
  if (asked !== owner) return typeof asked === "function" && Function.prototype[Symbol.hasInstance].call(asked, value);
  return typeof value === "object" && value !== null && symbolOf(className) in value;
}

function symbolOf(className: string): symbol {
  return Symbol.for(`@airssys/${className}`);
}
