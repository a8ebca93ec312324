/**
 * Reason of a {@link MockError}.
 *
 * - `unsupported`: the world or the source needs a component that is built.
 * - `outside-of-call`: a module of a guest called a function of the contract while no guest was being called.
 */
export type MockErrorCode = "unsupported" | "outside-of-call";

/** The error of a guest that cannot run without being built. Compare `code`; the message is for people. */
export class MockError extends Error {
  override readonly name = "MockError";
  readonly code: MockErrorCode;

  constructor(code: MockErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
