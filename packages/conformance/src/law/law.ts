// The types of wit/conformance.wit, as components are called with them in JavaScript.

/** How much of a namespace a role may use. */
export type Access = "none" | "read-only" | "read-write" | "admin";

/** What a role may do in a shared namespace. */
export interface NamespaceGrant {
  readonly name: string;
  readonly access: Access;
  /** Patterns: a key, or a prefix and `*`. Default: every key. */
  readonly keys?: readonly string[] | undefined;
}

/** Who calls: an instance of the component under an id and grants. Roles with the same id are the same component. */
export interface Role {
  /** For people. */
  readonly name: string;
  /** The id of the component. */
  readonly id: string;
  /** Access to the component's own namespace. */
  readonly access: Access;
  /** Most bytes that the component's own namespace may use. */
  readonly quotaBytes: bigint;
  /** Patterns, as those of a shared namespace. Default: every key. */
  readonly keys?: readonly string[] | undefined;
  readonly namespaces: readonly NamespaceGrant[];
  /** All of this as the text of a `Component.toml`. */
  readonly manifest: string;
}

/**
 * How a call has to end for whoever made it: it answers an `ok`, it answers an `err`, it traps, or it answers and the
 * host has to tell the caller that nothing was committed.
 */
export type Ending = "returns" | "refuses" | "traps" | "rejected";

/** A step that is a call of `run`. */
export interface Call {
  /** Which of the law's roles calls, counted from 0. */
  readonly role: number;
  readonly ends: Ending;
}

/**
 * One step of a plan: a call, calls of several roles that are under way at the same time, a restart of the host, its
 * end without closing anything, or so many seconds that pass.
 */
export type Step =
  | { readonly tag: "call"; readonly val: Call }
  | { readonly tag: "together"; readonly val: readonly Call[] }
  | { readonly tag: "restart" }
  | { readonly tag: "kill" }
  | { readonly tag: "wait"; readonly val: number };

/** What a law takes for granted, and what does not hold for every host that keeps the contract. */
export type Assumption = "one-call-is-one-transaction" | "limits-of-the-contract" | "commits-outlive-a-kill";

/** One promise of the contract, and how to try it. */
export interface Law {
  /** The promise, as a sentence. No two laws of an interface have the same name. */
  readonly name: string;
  /** The interface that it is about, `storage` for example. */
  readonly about: string;
  /** Where the contract makes the promise. */
  readonly where: string;
  readonly assumes: readonly Assumption[];
  readonly roles: readonly Role[];
  readonly plan: readonly Step[];
}

/**
 * What a component says of one step: kept with what the next one has to know, broken and why, or that it has to look
 * again a little later.
 */
export type StepVerdict =
  | { readonly tag: "kept"; readonly val: string }
  | { readonly tag: "broken"; readonly val: string }
  | { readonly tag: "again" };
