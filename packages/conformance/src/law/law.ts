// The types of wit/conformance.wit, as components are called with them in JavaScript.

/** Access level of a role. */
export type Access = "none" | "read-only" | "read-write" | "admin";

/** The grant of a role in a shared namespace. */
export interface NamespaceGrant {
  readonly name: string;
  readonly access: Access;
  /** Key patterns: a key, or a prefix and `*`. Default: every key. */
  readonly keys?: readonly string[] | undefined;
}

/** A caller: an instance of the component with an id and grants. Roles with the same id are the same component. */
export interface Role {
  /** Name of the role in messages. */
  readonly name: string;
  /** The id of the component. */
  readonly id: string;
  /** Access to the component's own namespace. */
  readonly access: Access;
  /** Most bytes that the component's own namespace may use. */
  readonly quotaBytes: bigint;
  /** Key patterns of the component's own namespace. Default: every key. */
  readonly keys?: readonly string[] | undefined;
  readonly namespaces: readonly NamespaceGrant[];
  /** The same id and grants as the text of a `Component.toml`. */
  readonly manifest: string;
}

/**
 * The ending that a call must have for its caller: `returns`, an `ok`; `refuses`, an `err`; `traps`; or `rejected`,
 * where the component returns and the host reports that nothing was committed.
 */
export type Ending = "returns" | "refuses" | "traps" | "rejected";

/** A call of `run`. */
export interface Call {
  /** Index of the calling role in the law's roles. */
  readonly role: number;
  readonly ends: Ending;
}

/**
 * One step of a plan: a call, concurrent calls of several roles, a restart of the host, a kill that closes nothing, or
 * a wait in seconds.
 */
export type Step =
  | { readonly tag: "call"; readonly val: Call }
  | { readonly tag: "together"; readonly val: readonly Call[] }
  | { readonly tag: "restart" }
  | { readonly tag: "kill" }
  | { readonly tag: "wait"; readonly val: number };

/**
 * A property that some laws assume and that not every correct host has. Such a law is skipped on a host that lacks it.
 */
export type Assumption = "one-call-is-one-transaction" | "limits-of-the-contract" | "commits-outlive-a-kill";

/** One promise of the contract, and how to try it. */
export interface Law {
  /** The promise, as a sentence. No two laws of an interface have the same name. */
  readonly name: string;
  /** The interface, such as `storage`. */
  readonly about: string;
  /** The part of the contract that makes the promise. */
  readonly where: string;
  readonly assumes: readonly Assumption[];
  readonly roles: readonly Role[];
  readonly plan: readonly Step[];
}

/**
 * The answer of a component to one step: `kept` with the memo for the next step, `broken` with the reason, or `again`
 * if the host has to repeat the call a little later.
 */
export type StepVerdict =
  | { readonly tag: "kept"; readonly val: string }
  | { readonly tag: "broken"; readonly val: string }
  | { readonly tag: "again" };
