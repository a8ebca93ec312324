import type { Host } from "@airssys/host";
import { LoadError } from "../errors/load-error.ts";

/**
 * Checks that JavaScript Promise Integration is there if components must wait for promises of their host.
 *
 * @throws LoadError `no-jspi`
 */
export function requirePromiseIntegration({ mode }: Pick<Host, "mode">): void {
  if (mode === "sync" || ("Suspending" in WebAssembly && "promising" in WebAssembly)) return;
  throw new LoadError(
    "no-jspi",
    "the host's backend answers with promises, and this JavaScript engine cannot let a component wait for them: it has no JavaScript Promise " +
      "Integration (JSPI). Node has it from 24.20 on, and from 24.0 with --experimental-wasm-jspi. In any Node, isolation: workerThreads() of " +
      "@airssys/runtime/node does not need it; anywhere, a backend that answers immediately works",
  );
}
