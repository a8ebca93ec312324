// Runs in each worker of the test runner, as a module of Vite: what it imports, Vite bundles.
import {
  type BundledGuest,
  type GuestFailure,
  type GuestRequest,
  isUpToDate,
  useBundler,
} from "@airssys/mock-guest/bundle";
import { useWatcher } from "../watching/watcher.ts";
import { textModule, watchModule } from "./guest-modules.ts";

type Bundled = BundledGuest | GuestFailure;

/** Vite makes each module once. If files of the guest have changed since, it is imported under a new id. */
async function bundled(request: GuestRequest): Promise<Bundled> {
  const text = await importDefault(textModule(request));
  if (!("failure" in text) && (await isUpToDate(text))) return text;
  return importDefault(`${textModule(request)}&again=${crypto.randomUUID()}`);
}

async function importDefault(id: string): Promise<Bundled> {
  const module: { readonly default: Bundled } = await import(/* @vite-ignore */ id);
  return module.default;
}

async function watch(files: readonly string[]): Promise<void> {
  await import(/* @vite-ignore */ watchModule(files));
}

useBundler(bundled);
useWatcher(watch);
