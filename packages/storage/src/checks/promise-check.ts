/** Whether a value is a promise, or anything else that answers later. */
export function answersLater(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/**
 * Whether a value is an iterator, whose work is done when somebody asks it for the next step: what a generator answers,
 * or a scan.
 */
export function answersStepByStep(value: unknown): boolean {
  return typeof value === "object" && value !== null && "next" in value && typeof value.next === "function";
}
