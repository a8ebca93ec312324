/**
 * Limits on the structure of a component, checked in one pass over its bytes before any tool reads it.
 *
 * The tools that read components trust what a file declares: they allocate by it, recurse by it and write source by it.
 * Each limit is far above what components of real languages need (the most that was seen stands beside it:
 * StarlingMonkey, QuickJS, Rust, C, C++, Go and Python) and far below what harms a host.
 */

/** Longest component file, in bytes. Snapshot: 21 MB, Rust with debug information. */
export const COMPONENT_BYTES_MAX = 134_217_728;

/** Components inside of each other. Snapshot: 2. Compositions of components add one for each step. */
export const COMPONENT_DEPTH_MAX = 16;

/** Components in a file, nested ones included. Snapshot: 26. */
export const COMPONENTS_MAX = 500;

/** Core modules in a file: each is compiled by itself. Snapshot: 14, CPython with its libraries. */
export const CORE_MODULES_MAX = 200;

/** Core instances and instances in a file. Snapshot: 81. */
export const INSTANCES_MAX = 4_000;

/** Type definitions in a file, those inside of types included. Snapshot: 760. */
export const TYPES_MAX = 20_000;

/** Component and instance types inside of each other. Snapshot: 3. */
export const TYPE_NESTING_MAX = 16;

/** Levels of a value type: `list<option<u8>>` has 3. Snapshot: 8. */
export const TYPE_LEVELS_MAX = 64;

/**
 * Parts of a value type, written out: a type that is used twice counts twice, since generated code writes it out too.
 * Snapshot: 120.
 */
export const TYPE_PARTS_MAX = 10_000;

/** Imports in a file, those of nested components included. Snapshot: 144. */
export const IMPORTS_MAX = 4_000;

/** Exports in a file, those of nested components included. Snapshot: 370. */
export const EXPORTS_MAX = 4_000;

/**
 * Functions that cross between a component and its outside, in both directions, and built-ins. Each is some kilobytes
 * of generated code. Snapshot: 152.
 */
export const CROSSINGS_MAX = 1_000;

/**
 * Parts of the types of all functions that cross, written out: the size of the generated code grows with them. Snapshot: 3
 * 377, CPython.
 */
export const CROSSING_PARTS_MAX = 15_000;

/** Longest name of an import, an export or a part of a type, in bytes. Snapshot: 62. */
export const NAME_BYTES_MAX = 256;

/**
 * Longest body of a core function, in bytes: it is compiled in one piece, which nothing can interrupt. Snapshot: 426 843,
 * CPython's interpreter loop.
 */
export const BODY_BYTES_MAX = 1_500_000;

/** Local variables of a core function. Snapshot: 997, Rust without optimisation. */
export const LOCALS_MAX = 10_000;

/** Blocks of a core function inside of each other. Snapshot: 782. */
export const BLOCK_DEPTH_MAX = 5_000;

/**
 * Local variables times blocks and branches of a core function: a compiler may keep every variable wherever two paths
 * join. Snapshot: 1 294 075.
 */
export const LOCALS_TIMES_JOINS_MAX = 5_000_000;

/** Tables of a component, imported ones not counted. Snapshot: 3. */
export const TABLES_MAX = 32;

/** Elements with which the tables of a component begin, all together. Snapshot: 7 759. */
export const TABLE_ELEMENTS_MIN_MAX = 200_000;
