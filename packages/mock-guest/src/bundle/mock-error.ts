/**
 * What keeps a guest from running without a component, to be compared in code.
 *
 * - `unsupported`: its world has what cannot be done without a component that is built.
 * - `outside-of-call`: a function of the contract was called by a module of a guest that no component is calling.
 */
export type MockErrorCode = "unsupported" | "outside-of-call";

/** A guest that cannot run without a component. Compare `code`; the message is for people. */
export class MockError extends Error {
  override readonly name = "MockError";
  readonly code: MockErrorCode;

  constructor(code: MockErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
