import type { Host } from "@airssys/host";
import { Semaphore } from "./semaphore.ts";

/**
 * Instances of one host that may start at the same time: one per processor, since each start keeps a processor busy.
 */
const CONCURRENCY_MAX = globalThis.navigator?.hardwareConcurrency ?? 2;

// Module state, because a host is shared by components that are loaded independently. It is dropped with its host.
const queues = new WeakMap<Host, Semaphore>();

/** Returns the semaphore that all components of a host share. */
export function startQueue(host: Host): Semaphore {
  const queue = queues.get(host) ?? new Semaphore(CONCURRENCY_MAX);
  queues.set(host, queue);
  return queue;
}
