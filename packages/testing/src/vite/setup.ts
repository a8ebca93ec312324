// Runs in each worker of the test runner, as a module of Vite: what it imports, Vite bundles.
import type { GuestFailure } from "../mock/guest-failure.ts";
import { type EncodedGuest, type GuestRequest, isAsMade } from "../mock/guest-text.ts";
import { BUNDLER, textModule, WATCHER, watchModule } from "./guest-modules.ts";

type Bundled = EncodedGuest | GuestFailure;

/** A module is made once, and what it is about may have changed since: then it goes by another name. */
async function bundled(request: GuestRequest): Promise<Bundled> {
  const text = await defaultOf(textModule(request));
  if (!("failure" in text) && (await isAsMade(text))) return text;
  return defaultOf(`${textModule(request)}&again=${crypto.randomUUID()}`);
}

async function defaultOf(id: string): Promise<Bundled> {
  const module: { readonly default: Bundled } = await import(/* @vite-ignore */ id);
  return module.default;
}

async function watch(files: readonly string[]): Promise<void> {
  await import(/* @vite-ignore */ watchModule(files));
}

Object.assign(globalThis, { [BUNDLER]: bundled, [WATCHER]: watch });
