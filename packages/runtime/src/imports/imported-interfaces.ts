/** Functions by the names of their interfaces and their own. */
export type ImportedInterfaces = Readonly<Record<string, Readonly<Record<string, ImportedFunction>>>>;

/** A function of the host, called with what a guest passed. */
export type ImportedFunction = (...args: never[]) => unknown;
