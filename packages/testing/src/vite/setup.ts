// Runs in each worker of the test runner, as a module of Vite: what it imports, Vite bundles.
import type { GuestFailure } from "../mock/guest-failure.ts";
import { type EncodedGuest, type GuestRequest, isAsMade } from "../mock/guest-text.ts";
import { BUNDLER, textModule } from "./guest-modules.ts";

type Bundled = EncodedGuest | GuestFailure;

const imported = new Set<string>();
let repeats = 0;

/** A module is made once, and what it is about may have changed since: then it goes by another name. */
async function bundled(request: GuestRequest): Promise<Bundled> {
  const id = textModule(request);
  const isFirst = !imported.has(id);
  imported.add(id);
  const text = await defaultOf(id);
  if (isFirst || (!("failure" in text) && (await isAsMade(text)))) return text;
  return defaultOf(`${id}&again=${++repeats}`);
}

async function defaultOf(id: string): Promise<Bundled> {
  const module: { readonly default: Bundled } = await import(/* @vite-ignore */ id);
  return module.default;
}

Object.assign(globalThis, { [BUNDLER]: bundled });
