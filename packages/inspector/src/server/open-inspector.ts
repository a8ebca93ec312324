import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { Mode } from "@airssys/backend";
import type { Namespaces } from "@airssys/host";
import { requireKnownOptions } from "@airssys/protocol";
import { serve } from "@hono/node-server";
import { readPageFiles } from "./page-files.ts";
import { routesOf } from "./routes.ts";

/** What an inspector is opened with. */
export interface InspectorOptions<M extends Mode = Mode> {
  /** The store to look at, as `openStore` of `@airssys/host` opens it. It stays open when the inspector is closed. */
  readonly namespaces: Namespaces<M>;
  /** Whether values can be changed and deleted in the page. Default: `false`. */
  readonly write?: boolean;
  /** The port on 127.0.0.1, from 0 to 65 535. Default: 0, any that is free. */
  readonly port?: number;
}

/** A page that is being served. */
export interface Inspector {
  /**
   * The address to open in a browser of this machine. It holds the token that opens the store, behind the `#`, which
   * browsers send to nobody.
   */
  readonly url: string;
  readonly port: number;
  /** Stops serving; pages that are open say so. May be called twice. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Serves a page on 127.0.0.1 that shows a store as it is: namespaces with their quotas, keys, values as what they are,
 * collections, and changes as they come, whichever process makes them.
 *
 * Whoever has the address may read the store, and with `write` change it. Requests without its token, to another name
 * than 127.0.0.1 or localhost, and from pages of other origins are refused.
 *
 * @throws RangeError for a port that is none; StorageError `invalid-argument` for an option that is not known; what
 * Node says if the port is taken.
 *
 * @example
 * ```ts
 * import { openLmdb } from "@airssys/backend-lmdb";
 * import { openStore } from "@airssys/host";
 * import { openInspector } from "@airssys/inspector";
 *
 * const namespaces = openStore({ backend: openLmdb({ path: "./data" }) });
 * const inspector = await openInspector({ namespaces });
 * console.log(inspector.url); // http://127.0.0.1:40123/#token=...
 * ```
 */
export async function openInspector<M extends Mode>(options: InspectorOptions<M>): Promise<Inspector> {
  requireKnownOptions<InspectorOptions<M>>(options, { namespaces: true, write: true, port: true });
  const { namespaces, write = false, port = 0 } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`"port" expected a whole number from 0 to 65535, got ${port}`);
  const token = randomBytes(32).toString("base64url");
  const closing = new AbortController();
  let listening = 0;
  const files = await readPageFiles();
  const app = routesOf({
    namespaces,
    isWritable: write,
    token,
    files,
    port: () => listening,
    closing: closing.signal,
  });
  const server = await listen(app.fetch, port);
  listening = server.port;
  const close = async () => {
    closing.abort();
    await server.close();
  };
  const url = `http://127.0.0.1:${listening}/#token=${token}`;
  return { url, port: listening, close, [Symbol.asyncDispose]: close };
}

interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

function listen(fetch: (request: Request) => Response | Promise<Response>, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: "127.0.0.1" }, (address: AddressInfo) => {
      server.removeListener("error", reject);
      resolve({ port: address.port, close: closeServer });
    });
    server.once("error", reject);
    function closeServer(): Promise<void> {
      return new Promise((done) => {
        server.close(() => done());
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
    }
  });
}
