import type { Law } from "./law.ts";

/**
 * The result of trying one law on a host. A verdict of `@airssys/backend-conformance` has the same `law`, `about`,
 * `outcome`, `reason` and `milliseconds`, so that one report can show both. The two types are written twice because a
 * package of its own for five members would cost more than it saves.
 */
export interface Verdict extends Pick<Law, "about" | "where"> {
  /** The name of the law, which is the promise. */
  readonly law: string;
  /**
   * `skipped`: the law assumes something that the host lacks. `unjudged`: it could not be tried, because the subject
   * failed.
   */
  readonly outcome: "kept" | "broken" | "skipped" | "unjudged";
  /** Why the law was skipped or not judged, or how it was broken. Absent for a law that was kept. */
  readonly reason?: string;
  /** Duration of the trial in milliseconds, rounded. */
  readonly milliseconds: number;
}
