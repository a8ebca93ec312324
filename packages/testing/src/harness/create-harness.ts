import type { AnyExports } from "@airssys/runtime";
import type { Harness } from "./harness.ts";
import type { HarnessOptions } from "./harness-options.ts";
import { openHarness } from "./running-harness.ts";

/**
 * Opens a harness for a component: a host over an empty store, and a clock that stands still.
 *
 * The first build of a component takes seconds and is cached. From the second harness of a process on, opening one
 * takes milliseconds.
 *
 * @typeParam Exports the exports of the component, for typed calls.
 * @throws HarnessError `source`, `not-found`, `mock-needs-entry`, `mock-cannot-wait`; MockError for source that runs in
 * a built component only; ComponentizeError for code that cannot be built; ManifestError; LoadError; TypeError and
 * RangeError for invalid options
 *
 * @example
 * ```ts
 * import { createHarness } from "@airssys/testing";
 *
 * await using harness = await createHarness({ entry: new URL("../src/notes.ts", import.meta.url) });
 * const notes = await harness.start();
 * await notes.call("notes.add", "hello.md", "# Hello");
 * await harness.crash();
 * await notes.call("notes.list"); // ["hello.md"]
 * ```
 */
export async function createHarness<Exports = AnyExports>(options: HarnessOptions): Promise<Harness<Exports>> {
  return openHarness<Exports>(options);
}
