import { brand, isInstance } from "./brand.ts";

/** Why a component could not be loaded, as a code for programs to compare. */
export type LoadErrorCode =
  /** The bytes are not a WebAssembly component. */
  | "not-a-component"
  /** The component imports an interface that neither this runtime nor its host offers. */
  | "unknown-import"
  /** The component declares a function or a type of the contract differently from the contract. */
  | "incompatible-import"
  /**
   * The component needs more memory than it may have, or uses a WebAssembly feature whose memory use cannot be bounded.
   */
  | "unsupported"
  /**
   * The component has a name that this runtime does not accept. Generated code spells out every name, so the set is
   * closed.
   */
  | "unsupported-name"
  /** Reading the component exceeded a limit of time, memory or output, or crashed the tool that reads it. */
  | "not-readable"
  /** The manifest asks for more than the program allows. */
  | "limit-too-high"
  /** A time limit was requested, but the isolation cannot end a call. */
  | "not-interruptible"
  /**
   * The host answers with promises, and this JavaScript engine has no JSPI with which a component could wait for them.
   */
  | "no-jspi";

/** Thrown when a component cannot be loaded. `code` says why. */
export class LoadError extends Error {
  override readonly name: string = "LoadError";
  readonly code: LoadErrorCode;

  constructor(code: LoadErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    brand(this, "LoadError");
  }

  /** Answers `instanceof LoadError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is LoadError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, LoadError, value, "LoadError");
  }
}
