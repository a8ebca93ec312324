/** Imported functions, by interface name and function name. */
export type ImportedInterfaces = Readonly<Record<string, Readonly<Record<string, ImportedFunction>>>>;

/** A host function, called with the arguments that a guest passed. */
export type ImportedFunction = (...args: never[]) => unknown;
