import imported from "sorted-btree";

type BTreeClass = typeof imported.default;

/**
 * The sorted map. It comes as CommonJS: Node imports the whole module where bundlers and test runners import its
 * default export.
 */
export const BTree: BTreeClass = imported.default ?? (imported as unknown as BTreeClass);
