import { catchRefusal, type RefusalTag, Refused } from "../host/refused.ts";
import { show } from "../values/show.ts";

/** Thrown for a broken promise. */
class Broken extends Error {}

/** Returns the reason of a verdict for an error that a law threw. */
export function describeBroken(error: unknown): string {
  if (error instanceof Broken) return error.message;
  if (error instanceof Refused) return `expected no error, got ${error.message}`;
  return `the law itself failed: ${error instanceof Error ? `${error.message} ${error.stack ?? ""}` : String(error)}`;
}

/** Throws unless both values are equal: bytes, numbers, texts, lists or records. */
export function same(what: string, actual: unknown, expected: unknown): void {
  if (actual instanceof Uint8Array && expected instanceof Uint8Array && isSame(actual, expected)) return;
  const [seen, promised] = [show(actual), show(expected)];
  if (seen !== promised) throw new Broken(`${what}: expected ${promised}, got ${seen}`);
}

/** Compares bytes directly: formatting large values is slow. */
function isSame(actual: Uint8Array, expected: Uint8Array): boolean {
  return actual.length === expected.length && actual.every((byte, at) => byte === expected[at]);
}

/** Throws unless a condition is true. */
export function holds(expected: string, isTrue: boolean, seen?: unknown): void {
  if (!isTrue) throw new Broken(`expected ${expected}, got ${seen === undefined ? "something else" : show(seen)}`);
}

/** Throws unless the host answers with this error; returns the payload of the error. */
export function refused<Value = unknown>(tag: RefusalTag, what: string, work: () => unknown): Value {
  const { answer, refusal } = catchRefusal(work);
  if (refusal === undefined) throw new Broken(`${what}: expected the error ${tag}, got the answer ${show(answer)}`);
  if (refusal.tag !== tag) throw new Broken(`${what}: expected the error ${tag}, got ${show(refusal)}`);
  if (SPOKEN.has(tag)) spoken(what, refusal.val);
  return refusal.val as Value;
}

/** Errors with a text for people. */
const SPOKEN = new Set<RefusalTag>(["invalid-key", "invalid-argument", "limit-exceeded", "internal-error"]);

/** Matches paths and stack frames, which would reveal the inside of a host. */
const INSIDE = /\n|\bat \S+ ?\(|\.(?:[cm]?[jt]s|py|rs|go|java|c|cpp):\d|(?:^|\s)\/\w+\/|[A-Z]:\\|node:|file:/;

function spoken(what: string, text: unknown): void {
  holds(`the error of ${what} to have a text`, typeof text === "string" && text !== "", text);
  holds(`the error of ${what} to say nothing about the host`, !INSIDE.test(String(text)), text);
}

/** Throws unless the host answers with this error and payload. */
export function refusedWith(tag: RefusalTag, carried: unknown, what: string, work: () => unknown): void {
  same(`${what}: what ${tag} carries`, refused(tag, what, work), carried);
}

/** Throws if the host denies permission. Any other error is fine. */
export function permitted(what: string, work: () => unknown): void {
  const { refusal } = catchRefusal(work);
  if (refusal?.tag === "permission-denied")
    throw new Broken(`${what}: expected that the grant suffices, got ${show(refusal)}`);
}

/** Throws unless the host denies permission with a text that names what is missing: `storage:NAMESPACE:MISSING`. */
export function denied(missing: string, what: string, work: () => unknown): void {
  const text = refused<string>("permission-denied", what, work);
  const isNamed = text.startsWith("storage:") && text.endsWith(`:${missing}`);
  holds(`the text of the denial of ${what} to be "storage:NAMESPACE:${missing}"`, isNamed, text);
}
