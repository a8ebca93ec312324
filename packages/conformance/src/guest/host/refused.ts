import { show } from "../values/show.ts";

/** A case of `storage-error`. */
export type RefusalTag =
  | "permission-denied"
  | "quota-exceeded"
  | "key-not-found"
  | "invalid-key"
  | "value-too-large"
  | "internal-error"
  | "invalid-argument"
  | "limit-exceeded"
  | "conflict";

/** A `storage-error` as data. */
export interface Refusal {
  readonly tag: RefusalTag;
  readonly val?: unknown;
}

/** Thrown when a function of the host answers with an error. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(show(refusal));
    this.refusal = refusal;
  }
}

/** Calls a function of the host, and converts its error to {@link Refused}. */
export function answered<Answer>(ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    const payload = (error as { payload?: Refusal } | null)?.payload;
    throw payload === undefined ? error : new Refused(payload);
  }
}

/** Returns the answer or the error of some work as data. */
export function catchRefusal<Answer>(work: () => Answer): { answer?: Answer; refusal?: Refusal } {
  try {
    return { answer: work() };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.refusal };
    throw error;
  }
}
