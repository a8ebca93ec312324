import type { Law } from "./law.ts";

/** What came out when a law was tried on a host. */
export interface Verdict extends Pick<Law, "about" | "where"> {
  /** The promise. */
  readonly law: string;
  /**
   * `skipped`: the law takes something for granted that does not hold for the host. `unjudged`: it could not be tried,
   * because what runs the host failed.
   */
  readonly outcome: "kept" | "broken" | "skipped" | "unjudged";
  /** Why it was skipped or not judged, or what was promised and what was seen instead. */
  readonly reason?: string;
  /** How long it took, in milliseconds. */
  readonly milliseconds: number;
}
