/** Why a guest was ended from outside. */
export type GuestEndCode =
  /** It took longer than it may. */
  | "timed-out"
  /** Its instance was stopped. */
  | "stopped"
  /** What it ran in is gone, or did what no guest can make it do. */
  | "crashed";

/** The end of a guest that did not come from its own code. */
export class GuestEnd extends Error {
  override readonly name = "GuestEnd";
  readonly code: GuestEndCode;

  constructor(code: GuestEndCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
