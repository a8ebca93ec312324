/** Why a component could not be loaded, to be compared in code. */
export type LoadErrorCode =
  /** The bytes are no WebAssembly component. */
  | "not-a-component"
  /** The component imports what this runtime or its host does not offer. */
  | "unknown-import"
  /** The component declares a function or a type of the contract in another way than the contract does. */
  | "incompatible-import"
  /**
   * The component uses a part of WebAssembly whose use of the host's memory cannot be bounded, or more memory than it
   * may have.
   */
  | "unsupported"
  /** The component has a name that this runtime does not take: every name is spelled out in generated code. */
  | "unsupported-name"
  /** Reading the component took more time, memory or output than it may, or ended the tool that reads it. */
  | "not-readable"
  /** The manifest asks for more than the program allows. */
  | "limit-too-high"
  /** A limit of time was asked for where no call can be ended. */
  | "not-interruptible"
  /** The host answers with promises, and the JavaScript engine cannot let a component wait for them. */
  | "no-jspi";

/** A component that cannot be run here. */
export class LoadError extends Error {
  override readonly name = "LoadError";
  readonly code: LoadErrorCode;

  constructor(code: LoadErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
