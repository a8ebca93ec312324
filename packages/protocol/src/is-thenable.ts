/**
 * Whether a value is a promise, or anything else with a method `then`, as database clients and other realms answer.
 * `instanceof Promise` would take those for values.
 *
 * Some of them begin their work when they are waited for, and again each time: wait for one once.
 */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return "then" in value && typeof value.then === "function";
}
