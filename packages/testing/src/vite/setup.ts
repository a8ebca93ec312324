// Runs in each worker of the test runner, as a module of Vite: what it imports, Vite bundles.
import type { EncodedGuest, GuestRequest } from "../mock/guest-text.ts";
import { BUNDLER, textModule } from "./guest-modules.ts";

async function bundled(request: GuestRequest): Promise<EncodedGuest> {
  const module: { readonly default: EncodedGuest } = await import(/* @vite-ignore */ textModule(request));
  return module.default;
}

Object.assign(globalThis, { [BUNDLER]: bundled });
