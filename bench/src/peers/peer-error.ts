/** What can keep a peer from being measured. */
export type PeerErrorCode =
  /** There is no `npm` to install with. */
  | "npm-not-found"
  /** npm could not install: no registry, no space, no version. */
  | "not-installed"
  /** It is installed, and its program for this platform is missing or does not start. */
  | "does-not-run";

/** Why another project could not be measured here. */
export class PeerError extends Error {
  override readonly name = "PeerError";
  readonly code: PeerErrorCode;

  constructor(code: PeerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
