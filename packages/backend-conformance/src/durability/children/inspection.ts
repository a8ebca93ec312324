/** A store to look at. */
export interface Inspection {
  readonly folder: string;
  /** Whether to commit once more and look again. */
  readonly goesOn: boolean;
}

/** The number of commits that a store has had, or its fault. */
export type Finding = { readonly number: number } | { readonly fault: string };
