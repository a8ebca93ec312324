import type { Host } from "@airssys/host";
import { Semaphore } from "./semaphore.ts";

/** Starts of one host that may be under way at once: as many as there are processors, since each keeps one busy. */
const CONCURRENCY_MAX = globalThis.navigator?.hardwareConcurrency ?? 2;

const queues = new WeakMap<Host, Semaphore>();

/** The queue of all components of a host. */
export function startQueue(host: Host): Semaphore {
  const queue = queues.get(host) ?? new Semaphore(CONCURRENCY_MAX);
  queues.set(host, queue);
  return queue;
}
