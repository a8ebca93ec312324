import { type Backend, BackendError, type BackendErrorCode } from "@airssys/backend";
import { assert } from "chai";
import { bytes, type Readable, shown } from "./text-bytes.ts";
import { walk } from "./walk.ts";

/** Requires a key to have a value; `undefined`: to be absent. */
export async function expectValue(backend: Backend, key: Readable, expected: Readable | undefined): Promise<void> {
  const actual = await backend.get(bytes(key));
  const value = expected === undefined ? undefined : bytes(expected);
  assert.equal(shown(actual), shown(value), `the value of ${shown(bytes(key))}`);
}

/** Requires the backend to hold exactly these entries, each as `key=value`, in this order. */
export async function expectContents(backend: Backend, expected: readonly string[]): Promise<void> {
  const entries = await walk(backend, {});
  const actual = entries.map(({ key, value }) => `${shown(key)}=${shown(value)}`);
  assert.deepEqual(actual, expected, "the contents");
}

/**
 * Requires a request to fail with a {@link BackendError} of this code: thrown by a sync backend, rejected by an async
 * one.
 */
export async function expectRefusal(
  backend: Backend,
  code: BackendErrorCode,
  what: string,
  request: () => unknown,
): Promise<void> {
  const { error, wasThrown } = await catchRefusal(request);
  assert.instanceOf(error, BackendError, `${what} is refused with`);
  assert.equal((error as BackendError).code, code, `${what} is refused with the code`);
  assert.equal(wasThrown, backend.mode === "sync", `${what} throws instead of answering with a promise`);
}

async function catchRefusal(request: () => unknown): Promise<{ error: unknown; wasThrown: boolean }> {
  let answer: unknown;
  try {
    answer = request();
  } catch (error) {
    return { error, wasThrown: true };
  }
  try {
    await answer;
    return { error: undefined, wasThrown: false };
  } catch (error) {
    return { error, wasThrown: false };
  }
}
