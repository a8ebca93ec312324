import type { Border } from "./border.ts";
import { withNumbers } from "./exact-numbers.ts";
import { withGuestErrors } from "./guest-errors.ts";
import { withBlame } from "./thrown-cause.ts";
import { withTypes } from "./typed-values.ts";

/** Name of the bindings in stack traces. */
const NAME = "bindings.js";

/**
 * The bindings that the splicer of componentize-js 0.23 generates around a module, with its faults corrected.
 *
 * @throws Error if the bindings are not as that version generates them
 */
export function correctBindings(generated: string, border: Border): string {
  return `${withBlame(withGuestErrors(withTypes(withNumbers(generated), border)))}\n//# sourceURL=${NAME}\n`;
}
