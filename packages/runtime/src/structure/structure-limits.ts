/**
 * Limits on the structure of a component, checked in one pass over its bytes before any other tool reads it.
 *
 * Tools that read components trust what a file declares: they allocate by it, recurse by it and generate source from
 * it. Each limit is far above what components of real languages need, and far below what harms a host. "Seen" is the
 * largest value measured in components of StarlingMonkey, QuickJS, Rust, C, C++, Go and Python.
 */

/** Longest component file, in bytes. Seen: 21 MB, Rust with debug information. */
export const COMPONENT_BYTES_MAX = 134_217_728;

/** Most levels of nested components. Seen: 2. Compositions add one level per step. */
export const COMPONENT_DEPTH_MAX = 16;

/** Most components in a file, nested ones included. Seen: 26. */
export const COMPONENTS_MAX = 500;

/** Most core modules in a file; each is compiled separately. Seen: 14, CPython with its libraries. */
export const CORE_MODULES_MAX = 200;

/** Most instances and core instances in a file. Seen: 81. */
export const INSTANCES_MAX = 4_000;

/** Most type definitions in a file, those inside of types included. Seen: 760. */
export const TYPES_MAX = 20_000;

/** Most levels of nested component and instance types. Seen: 3. */
export const TYPE_NESTING_MAX = 16;

/** Most levels of a value type: `list<option<u8>>` has 3. Seen: 8. */
export const TYPE_LEVELS_MAX = 64;

/**
 * Most parts of a value type when written out. A type that is used twice counts twice, since generated code writes it
 * out too. Seen: 120.
 */
export const TYPE_PARTS_MAX = 10_000;

/** Most imports in a file, those of nested components included. Seen: 144. */
export const IMPORTS_MAX = 4_000;

/** Most exports in a file, those of nested components included. Seen: 370. */
export const EXPORTS_MAX = 4_000;

/** Most lifted and lowered functions and built-ins. Each takes some kilobytes of generated code. Seen: 152. */
export const CROSSINGS_MAX = 1_000;

/**
 * Most parts in the types of all lifted and lowered functions, written out. The generated code grows with them. Seen: 3
 * 377, CPython.
 */
export const CROSSING_PARTS_MAX = 15_000;

/** Longest name of an import, an export or a part of a type, in bytes. Seen: 62. */
export const NAME_BYTES_MAX = 256;

/**
 * Longest body of a core function, in bytes. It is compiled in one piece, which nothing can interrupt. Seen: 426 843,
 * CPython's interpreter loop.
 */
export const BODY_BYTES_MAX = 1_500_000;

/** Most local variables of a core function. Seen: 997, Rust without optimisation. */
export const LOCALS_MAX = 10_000;

/** Most levels of nested blocks in a core function. Seen: 782. */
export const BLOCK_DEPTH_MAX = 5_000;

/**
 * Most local variables times blocks and branches of a core function: a compiler may keep every variable wherever two
 * paths join. Seen: 1 294 075.
 */
export const LOCALS_TIMES_JOINS_MAX = 5_000_000;

/** Most tables of a component, without imported ones. Seen: 3. */
export const TABLES_MAX = 32;

/** Most initial elements of all tables of a component together. Seen: 7 759. */
export const TABLE_ELEMENTS_MIN_MAX = 200_000;
