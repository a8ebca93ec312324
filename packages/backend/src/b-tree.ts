import imported from "sorted-btree";

type BTreeClass = typeof imported.default;

/**
 * The sorted map of `sorted-btree`, which is a CommonJS module: the default import is the whole module in Node, and its
 * default export in bundlers and test runners.
 */
export const BTree: BTreeClass = imported.default ?? (imported as unknown as BTreeClass);
