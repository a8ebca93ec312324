// The bindings that componentize-js 0.23 generates run in a realm of their own, so what they throw into the component's
// code is no `instanceof Error` there, and the error of a `result` says no more than `[object Object]`. Here each error
// that an import throws becomes one of the component's realm:
//
// - The error of a `result` is an `Error` of it, with the text of the error as its message and the error itself as its
//   `payload`.
// - Any other, such as that for an argument of a wrong type, inherits from the class of the same name.
import { importErrorText } from "../errors/import-error.ts";

/** Bindings of worlds without a `result` have none. */
const RESULT_ERROR = /^class ComponentError extends Error \{[\s\S]*?^\}$/m;

const HEAD = `const GuestError = contentGlobal.Error;
for (const { name, prototype } of [TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, Error])
  Object.setPrototypeOf(prototype, contentGlobal[name].prototype);
`;

const GUEST_ERROR = `
const importErrorText = ${String(importErrorText)};

function ComponentError(value) {
  const error = new GuestError(importErrorText(value));
  return Object.defineProperty(error, "payload", { value, enumerable: typeof value !== "string" });
}`;

/** Returns the bindings, changed so that imports throw errors of the component's realm. */
export function withGuestErrors(generated: string): string {
  return HEAD + generated.replace(RESULT_ERROR, () => GUEST_ERROR);
}
