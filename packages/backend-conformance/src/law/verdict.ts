import type { LawGroup } from "./law.ts";

/**
 * The result of trying one law. It has the members of a verdict of `@airssys/conformance`, so that one report can show
 * both: `law`, `about`, `outcome`, `reason` and `milliseconds`.
 */
export interface Verdict {
  /** The name of the law, which is the promise. */
  readonly law: string;
  readonly about: LawGroup;
  /** Whether the backend itself was tried or a view of it. */
  readonly on: "backend" | "view";
  /** `skipped`: the law assumes a capability that the backend does not declare. */
  readonly outcome: "kept" | "broken" | "skipped";
  /** Why the law was skipped, or how it was broken. Absent for a law that was kept. */
  readonly reason?: string;
  /** The error of a law that was broken, as it was thrown. */
  readonly error?: unknown;
  /** Duration of the trial in milliseconds, rounded. */
  readonly milliseconds: number;
}
