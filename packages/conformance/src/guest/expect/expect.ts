import { type RefusalTag, Refused, refusalOf } from "../host/refused.ts";
import { shown } from "../values/shown.ts";

/** A promise that was not kept. */
class Broken extends Error {}

/** What a law says in its verdict of what it threw. */
export function brokenBy(error: unknown): string {
  if (error instanceof Broken) return error.message;
  if (error instanceof Refused) return `expected no error, got ${error.message}`;
  return `the law itself failed: ${error instanceof Error ? `${error.message} ${error.stack ?? ""}` : String(error)}`;
}

/** Fails unless both are the same: bytes, numbers, texts, and lists and records of them. */
export function same(what: string, actual: unknown, expected: unknown): void {
  if (actual instanceof Uint8Array && expected instanceof Uint8Array && isSame(actual, expected)) return;
  const [seen, promised] = [shown(actual), shown(expected)];
  if (seen !== promised) throw new Broken(`${what}: expected ${promised}, got ${seen}`);
}

/** Large values are compared often, and shown seldom. */
function isSame(actual: Uint8Array, expected: Uint8Array): boolean {
  return actual.length === expected.length && actual.every((byte, at) => byte === expected[at]);
}

/** Fails unless what is expected holds. */
export function holds(expected: string, isTrue: boolean, seen?: unknown): void {
  if (!isTrue) throw new Broken(`expected ${expected}, got ${seen === undefined ? "something else" : shown(seen)}`);
}

/** Fails unless it is answered with this error, and answers what the error carries. */
export function refused<Value = unknown>(tag: RefusalTag, what: string, work: () => unknown): Value {
  const { answer, refusal } = refusalOf(work);
  if (refusal === undefined) throw new Broken(`${what}: expected the error ${tag}, got the answer ${shown(answer)}`);
  if (refusal.tag !== tag) throw new Broken(`${what}: expected the error ${tag}, got ${shown(refusal)}`);
  if (SPOKEN.has(tag)) spoken(what, refusal.val);
  return refusal.val as Value;
}

/** Errors whose text is for people. */
const SPOKEN = new Set<RefusalTag>(["invalid-key", "invalid-argument", "limit-exceeded", "internal-error"]);

/** Paths and stacks: what a host looks like inside. */
const INSIDE = /\n|\bat \S+ ?\(|\.(?:[cm]?[jt]s|py|rs|go|java|c|cpp):\d|(?:^|\s)\/\w+\/|[A-Z]:\\|node:|file:/;

function spoken(what: string, text: unknown): void {
  holds(`the error of ${what} to have a text`, typeof text === "string" && text !== "", text);
  holds(`the error of ${what} to say nothing about the host`, !INSIDE.test(String(text)), text);
}

/** The same for an error and what it carries. */
export function refusedWith(tag: RefusalTag, carried: unknown, what: string, work: () => unknown): void {
  same(`${what}: what ${tag} carries`, refused(tag, what, work), carried);
}

/** Fails if it is denied. It may answer any other error. */
export function permitted(what: string, work: () => unknown): void {
  const { refusal } = refusalOf(work);
  if (refusal?.tag === "permission-denied")
    throw new Broken(`${what}: expected that the grant suffices, got ${shown(refusal)}`);
}

/**
 * Fails unless it is denied, with a text that names what is missing: it ends with this, after `storage:`, the namespace
 * and a colon.
 */
export function denied(missing: string, what: string, work: () => unknown): void {
  const text = refused<string>("permission-denied", what, work);
  const isNamed = text.startsWith("storage:") && text.endsWith(`:${missing}`);
  holds(`the text of the denial of ${what} to be "storage:NAMESPACE:${missing}"`, isNamed, text);
}
