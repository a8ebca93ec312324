import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openLmdb } from "@airssys/backend-lmdb";
import { type Clock, openHost, parseManifest } from "@airssys/host";
import { type Component, type Instance, load } from "@airssys/runtime";
import { fileCache, workerThreads } from "@airssys/runtime/node";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** So many requests in a window of so many seconds. */
export interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

/** Whether a request is allowed, and what comes next. */
export interface Verdict {
  readonly isAllowed: boolean;
  readonly remaining: number;
  readonly retryAfter: number;
}

/** What the component exports, as its WIT says. */
export interface LimiterExports {
  readonly limiter: {
    take(client: string, limit: Limit): Verdict;
    reset(client: string): boolean;
  };
}

/** An instance of the component. */
export type Limiter = Instance<LimiterExports>;

/** The component, to be started as often as wanted: what is counted is the same for all instances. */
export interface OpenLimiter {
  readonly component: Component<LimiterExports>;
  close(): Promise<void>;
}

/**
 * A host over LMDB with the component, each instance of which works in a thread of its own. Windows end by the host's
 * clock.
 */
export async function openLimiter(bytes: Uint8Array, data: string, clock: Clock = Date.now): Promise<OpenLimiter> {
  const backend = openLmdb({ path: data });
  const component = await load<LimiterExports>(bytes, {
    host: openHost({ backend, clock }),
    manifest: parseManifest(await readFile(at("../Component.toml"), "utf8")),
    cache: fileCache(at("../../../.cache/transpiled")),
    isolation: workerThreads(),
  });
  return {
    component,
    async close() {
      await component.stop();
      backend.close();
    },
  };
}
