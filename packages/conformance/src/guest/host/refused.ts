import { shown } from "../values/shown.ts";

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

/** The error with which a function of the host answered. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(shown(refusal));
    this.refusal = refusal;
  }
}

/** What a function of the host answers. Its error becomes a {@link Refused}. */
export function answered<Answer>(ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    const payload = (error as { payload?: Refusal } | null)?.payload;
    throw payload === undefined ? error : new Refused(payload);
  }
}

/** The answer, or the error, as data. */
export function refusalOf<Answer>(work: () => Answer): { answer?: Answer; refusal?: Refusal } {
  try {
    return { answer: work() };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.refusal };
    throw error;
  }
}
