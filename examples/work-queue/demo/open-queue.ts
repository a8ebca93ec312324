import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openLmdb } from "@airssys/backend-lmdb";
import { type Clock, openHost, parseManifest } from "@airssys/host";
import { type Component, type Instance, load } from "@airssys/runtime";
import { fileCache, workerThreads } from "@airssys/runtime/node";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What a worker gets. */
export interface Job {
  readonly id: number;
  readonly payload: string;
  readonly priority: number;
  readonly attempts: number;
  readonly failure: string | undefined;
}

/** What the component exports, as its WIT says. */
export interface QueueExports {
  readonly queue: {
    enqueue(payload: string, priority: number): number;
    lease(seconds: number): Job | undefined;
    extend(id: number, attempt: number, seconds: number): boolean;
    ack(id: number, attempt: number): boolean;
    fail(id: number, attempt: number, reason: string): boolean;
    dead(): Job[];
    revive(id: number): number | undefined;
  };
}

/** An instance of the component. */
export type Queue = Instance<QueueExports>;

/** The component, and one instance of it. */
export interface OpenQueue {
  readonly component: Component<QueueExports>;
  readonly queue: Queue;
  close(): Promise<void>;
}

/**
 * A host over LMDB with the component, each instance of which works in a thread of its own. Leases end by the host's
 * clock.
 */
export async function openQueue(bytes: Uint8Array, data: string, clock: Clock = Date.now): Promise<OpenQueue> {
  const backend = openLmdb({ path: data });
  const component = await load<QueueExports>(bytes, {
    host: openHost({ backend, clock }),
    manifest: parseManifest(await readFile(at("../Component.toml"), "utf8")),
    cache: fileCache(at("../../../.cache/transpiled")),
    isolation: workerThreads(),
  });
  return {
    component,
    queue: await component.start(),
    async close() {
      await component.stop();
      backend.close();
    },
  };
}
