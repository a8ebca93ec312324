/**
 * Most elements of the lists of one call, but for lists of numbers. An element of more than {@link LIFTED_UNIT_BYTES}
 * bytes counts as several, and so does one that becomes several values of JavaScript: a tuple becomes one for each of
 * its fields. Each is at least a place in a JavaScript array, and an array that grows is copied as a whole: were it
 * larger, a thread whose heap is full could not be ended in the middle of that, and would take its process with it.
 */
export const LIFTED_ELEMENTS_MAX = 1_000_000;

/** Bytes of the guest's memory that count as one element: a text takes two. */
export const LIFTED_UNIT_BYTES = 4;
