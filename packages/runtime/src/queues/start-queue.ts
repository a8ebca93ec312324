import type { Host } from "@airssys/host";
import { Places } from "./places.ts";

/** Starts of one host that may be under way at once: as many as there are processors, since each keeps one busy. */
const AT_ONCE_MAX = globalThis.navigator?.hardwareConcurrency ?? 2;

const queues = new WeakMap<Host, Places>();

/** The queue of all components of a host. */
export function startQueueOf(host: Host): Places {
  const queue = queues.get(host) ?? new Places(AT_ONCE_MAX);
  queues.set(host, queue);
  return queue;
}
