/** Whether a value is a promise, or anything else that answers later. */
export function answersLater(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
