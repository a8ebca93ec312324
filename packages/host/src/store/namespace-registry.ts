import type { Backend } from "@airssys/backend";
import { ActiveCalls } from "./active-calls.ts";
import { ChangeFeed } from "./changes/change-feed.ts";
import { GroupCommit } from "./commit/group-commit.ts";
import { NamespaceFacts } from "./read/namespace-memory.ts";
import { Turns } from "./steps/turns.ts";

/** The state that all users of a namespace share. */
export interface NamespaceEntry {
  readonly turns: Turns;
  readonly feed: ChangeFeed;
  readonly facts: NamespaceFacts;
}

/**
 * Shared state of all stores and hosts over one backend: they are told of each other's commits, take turns, and share
 * syncs. Each has its own limits, quotas and clock.
 */
export class NamespaceRegistry {
  readonly groupCommit: GroupCommit;
  readonly activeCalls = new ActiveCalls();
  readonly #namespaces = new Map<string, NamespaceEntry>();

  constructor(backend: Backend) {
    this.groupCommit = new GroupCommit(backend);
  }

  /** Returns the entry of a namespace, and makes it at the first request. */
  get(name: string): NamespaceEntry {
    const known = this.#namespaces.get(name);
    if (known !== undefined) return known;
    const entry = { turns: new Turns(), feed: new ChangeFeed(), facts: new NamespaceFacts() };
    this.#namespaces.set(name, entry);
    return entry;
  }
}

/** The only state of this package that is not handed in: it belongs to each backend, and is dropped with it. */
const registries = new WeakMap<Backend, NamespaceRegistry>();

/** Returns the registry of a backend. Two handles of one store are two backends, as two processes are. */
export function registryOf(backend: Backend): NamespaceRegistry {
  const known = registries.get(backend);
  if (known !== undefined) return known;
  const registry = new NamespaceRegistry(backend);
  registries.set(backend, registry);
  return registry;
}
