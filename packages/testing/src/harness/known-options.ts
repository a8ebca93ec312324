import type { ComponentSource } from "../component/component-source.ts";
import { describeValue } from "../errors/describe-value.ts";
import type { RestartOptions } from "./harness.ts";
import type { HarnessOptions } from "./harness-options.ts";

/** A record by name, so that the compiler reports a missing one. */
const SOURCE: Record<keyof ComponentSource, true> = {
  entry: true,
  component: true,
  wit: true,
  features: true,
  world: true,
  manifest: true,
  buckets: true,
};

const HARNESS: Record<keyof HarnessOptions, true> = {
  ...SOURCE,
  mode: true,
  backend: true,
  clock: true,
  host: true,
  limits: true,
  isolation: true,
  conditions: true,
  cacheFolder: true,
  onOutput: true,
};

const RESTART: Record<keyof RestartOptions, true> = { host: true };

/** The known options of each function. */
const KNOWN: Readonly<Record<string, object>> = { createHarness: HARNESS, add: SOURCE, restart: RESTART };

/** @throws TypeError unless the options are an object whose names are all known */
export function requireOptions(options: unknown, of: "createHarness" | "add" | "restart"): void {
  const known = Object.keys(KNOWN[of] ?? {});
  if (typeof options !== "object" || options === null)
    throw new TypeError(`${of} expected an object with ${known.join(", ")}, got ${describeValue(options)}`);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`${of} knows no option "${unknown}"; there are ${known.join(", ")}`);
}
