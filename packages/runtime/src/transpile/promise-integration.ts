import type { Host } from "@airssys/host";
import { LoadError } from "../errors/load-error.ts";

/**
 * Requires JavaScript Promise Integration if components have to wait for the promises of their host.
 *
 * @throws LoadError `no-jspi`
 */
export function requirePromiseIntegration({ mode }: Pick<Host, "mode">): void {
  if (mode === "sync" || ("Suspending" in WebAssembly && "promising" in WebAssembly)) return;
  throw new LoadError(
    "no-jspi",
    "the host's backend answers with promises, and this JavaScript engine cannot let a component wait for them: it has no JavaScript Promise " +
      "Integration (JSPI). Node has it from 24.20 on, and from 24.0 with --experimental-wasm-jspi. In any Node, isolation: workerThreads() of " +
      "@airssys/runtime/node does without it; everywhere, a backend that answers at once does",
  );
}
