import { brand, isInstance } from "./brand.ts";

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
  override readonly name: string = "GuestEnd";
  readonly code: GuestEndCode;

  constructor(code: GuestEndCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    brand(this, "GuestEnd");
  }

  /** Answers `instanceof GuestEnd` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is GuestEnd {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, GuestEnd, value, "GuestEnd");
  }
}
