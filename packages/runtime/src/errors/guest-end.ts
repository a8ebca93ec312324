/** Why a guest was ended from outside. */
export type GuestEndCode =
  /** It exceeded its time limit. */
  | "timed-out"
  /** Its instance was stopped. */
  | "stopped"
  /** Its thread or process died, or sent something that no guest can make it send. */
  | "crashed";

/** Thrown for a guest that was ended from outside, not by its own code. */
export class GuestEnd extends Error {
  override readonly name = "GuestEnd";
  readonly code: GuestEndCode;

  constructor(code: GuestEndCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
