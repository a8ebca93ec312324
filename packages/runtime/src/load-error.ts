/** Why a component could not be loaded, to be compared in code. */
export type LoadErrorCode =
  /** The bytes are no WebAssembly component. */
  | "not-a-component"
  /** The component imports what this runtime does not offer. */
  | "unknown-import"
  /** The component uses a part of WebAssembly whose use of the host's memory cannot be bounded, or more memory than it may have. */
  | "unsupported"
  /** The host's backend answers with promises, and components are called synchronously here. */
  | "asynchronous-host";

/** A component that cannot be run here. */
export class LoadError extends Error {
  override readonly name = "LoadError";
  readonly code: LoadErrorCode;

  constructor(code: LoadErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
