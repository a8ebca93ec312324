import type { Law, Role, StepVerdict } from "../law/law.ts";

/**
 * How to get at the host that is judged. Its store is empty at first, and stays for as long as the subject does: each
 * law has components of its own in it.
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
  /** The interfaces that the host offers, without package and version: `storage`, `storage-ttl`. Default: all. */
  readonly interfaces?: readonly string[];
  /** What laws take for granted and this host does not do. They are left out. Default: nothing. */
  readonly lacks?: readonly Law["assumes"][number][];
  /** Starts an instance of a component, given as its bytes, under the id and the grants of a role. */
  start(component: Uint8Array, role: Role): Promise<JudgedInstance>;
  /** Closes the host and its store in good order, and opens them again. The instances have been stopped. */
  restart(): Promise<void>;
  /**
   * Ends the host without closing anything, as a process that is killed does, and starts it again over what it left.
   * The instances are not stopped before. Without it, laws that need it are left out.
   */
  kill?(): Promise<void>;
  /** Lets so many seconds pass, or moves the clock of the host: never less. */
  wait(seconds: number): Promise<void>;
}

/** An instance of a component of laws. */
export interface JudgedInstance {
  /** Calls `list-laws` of `airssys:conformance/laws`. */
  listLaws(): Promise<readonly Law[]>;
  /** Calls `run` there. It never rejects for what a component or the host does: how the call ended is its answer. */
  run(law: string, step: number, memo: string): Promise<RunEnding>;
  /** Ends the instance. After a call that failed it may have ended already. */
  stop(): Promise<void>;
}

/**
 * How a call of `run` ended for whoever made it: with a `result` of the component, or failed, by a trap or because
 * nothing was committed.
 */
export type RunEnding =
  | { readonly tag: "ok" | "err"; readonly val: StepVerdict }
  | { readonly tag: "failed"; readonly val: string };
