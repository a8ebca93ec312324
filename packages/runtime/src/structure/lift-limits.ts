/**
 * Most list elements that one call may lift; lists of numbers are not counted. An element of more than {@link
 * LIFTED_UNIT_BYTES} bytes counts as several, and so does one that becomes several JavaScript values: a tuple becomes
 * one per field. Each element takes at least a slot of a JavaScript array, and a growing array is copied as a whole.
 * With a larger limit, a thread whose heap is full could not be ended during such a copy and would take its process
 * with it.
 */
export const LIFTED_ELEMENTS_MAX = 1_000_000;

/** Bytes of guest memory that count as one element: a string takes two units. */
export const LIFTED_UNIT_BYTES = 4;
