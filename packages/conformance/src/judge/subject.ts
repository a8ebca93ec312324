import type { Law, Role, StepVerdict } from "../law/law.ts";

/**
 * Controls the host that is judged. Its store is empty at first and lasts as long as the subject: each law has
 * components of its own in it.
 *
 * @example
 * ```ts
 * import { judgeHost, openReferenceHost } from "@airssys/conformance";
 *
 * await using host = await openReferenceHost({ backend: "memory" });
 * const verdicts = await judgeHost(host, { interfaces: ["storage"] });
 * verdicts.filter(({ outcome }) => outcome === "broken"); // []
 * ```
 */
export interface Subject {
  /**
   * Interfaces that the host offers, without package and version, such as `storage` and `storage-ttl`. Default: all.
   */
  readonly interfaces?: readonly string[];
  /** Assumptions that do not hold for this host; laws with one of them are skipped. Default: none. */
  readonly lacks?: readonly Law["assumes"][number][];
  /** Starts an instance of a component with the id and grants of a role. */
  start(component: Uint8Array, role: Role): Promise<JudgedInstance>;
  /** Closes the host and its store in good order, and opens them again. All instances have been stopped before. */
  restart(): Promise<void>;
  /**
   * Ends the host without closing anything, as killing its process does, and starts it again over the data that it
   * left. Instances are not stopped before. Without this method, laws that need it are skipped.
   */
  kill?(): Promise<void>;
  /** Lets at least this number of seconds pass, or moves the clock of the host forward. */
  wait(seconds: number): Promise<void>;
}

/** A running component of laws. */
export interface JudgedInstance {
  /** Calls `list-laws` of `airssys:conformance/laws`. */
  listLaws(): Promise<readonly Law[]>;
  /**
   * Calls `run` there. Resolves to the ending of the call, also if the component traps or the host refuses; never
   * rejects for either.
   */
  run(law: string, step: number, memo: string): Promise<RunEnding>;
  /** Stops the instance, which may have ended already after a call that failed. */
  stop(): Promise<void>;
}

/**
 * The ending of a call of `run`: a `result` of the component, or `failed`, by a trap or because nothing was committed.
 */
export type RunEnding =
  | { readonly tag: "ok" | "err"; readonly val: StepVerdict }
  | { readonly tag: "failed"; readonly val: string };
