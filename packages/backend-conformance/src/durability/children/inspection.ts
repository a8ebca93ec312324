/** A store to look at. */
export interface Inspection {
  readonly folder: string;
  /** Whether to commit once more and look again. */
  readonly goesOn: boolean;
}

/** How many commits a store has had, or what is wrong with it. */
export type Finding = { readonly number: number } | { readonly fault: string };
