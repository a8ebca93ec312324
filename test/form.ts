/**
 * True in the long form of the tests, `pnpm test:long`, which CI runs. There each test runs with everything that it can
 * vary in; the quick form, `pnpm test`, leaves out what differs from a test that runs in nothing that it looks at.
 */
export const isLong: boolean = process.env.MODE === "long";

/** The value for the form in which the tests run. */
export function inForm<Value>({ quick, long }: { readonly quick: Value; readonly long: Value }): Value {
  return isLong ? long : quick;
}
