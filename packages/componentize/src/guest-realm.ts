// The bindings that componentize-js 0.23 generates run in a realm of their own, so what they throw into the component's code is no `instanceof Error` there, and the error
// of a `result` says no more than `[object Object]`. Here each error that an import throws becomes one of the component's realm:
//
// - The error of a `result` is an `Error` of it, with the text of the error as its message and the error itself as its `payload`.
// - Any other, such as that for an argument of a wrong type, inherits from the class of the same name.
import { importErrorText } from "./import-error.ts";

const HEAD = /^let \{ TextEncoder, TextDecoder \} = contentGlobal;$/m;
const RESULT_ERROR = /^class ComponentError extends Error \{[\s\S]*?^\}$/m;

const INHERITING = `
for (const { name, prototype } of [TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, Error])
  Object.setPrototypeOf(prototype, contentGlobal[name].prototype);`;

const GUEST_ERROR = `
const importErrorText = ${String(importErrorText)};

function ComponentError(value) {
  const error = new GuestError(importErrorText(value));
  return Object.defineProperty(error, "payload", { value, enumerable: typeof value !== "string" });
}`;

/** The bindings, whose imports throw errors of the component's realm. @throws Error if the bindings are not those that are known */
export function withGuestErrors(generated: string): string {
  if (!HEAD.test(generated) || !RESULT_ERROR.test(generated))
    throw new Error("componentize-js generates other bindings than those of version 0.23");
  return generated
    .replace(HEAD, (head) => `${head}\nconst GuestError = contentGlobal.Error;${INHERITING}`)
    .replace(RESULT_ERROR, () => GUEST_ERROR);
}
