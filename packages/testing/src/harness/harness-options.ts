import type { HostOptions } from "@airssys/host";
import type { Isolation, OutputListener, RunLimitOptions } from "@airssys/runtime";
import type { Instant } from "../clock/harness-clock.ts";
import type { ComponentSource, FileName } from "../component/component-source.ts";
import type { EngineName, OwnEngine } from "../engine/engine.ts";

/**
 * Selects how a component runs: its source in this process over memory (`mock`), or the built component over an engine.
 */
export type HarnessMode = "mock" | EngineName;

/** Options of `createHarness`. */
export interface HarnessOptions extends ComponentSource {
  /** Default `"memory"`. */
  readonly mode?: HarnessMode;
  /**
   * Replaces the engine of the mode: the name of another one, a backend that the test closes itself, or a function that
   * opens one for each life of the program and opens the same store each time.
   */
  readonly backend?: EngineName | OwnEngine;
  /** Initial time of the clock. Default: the beginning of 2030, UTC. */
  readonly clock?: Instant;
  /**
   * Further options of the host. By default it has a cipher with a fixed key, so that `storage-cipher` works, audits
   * every operation, and has telemetry off.
   */
  readonly host?: Omit<HostOptions, "backend" | "clock">;
  /** Limits for components that were built. Default: those of `@airssys/runtime`. */
  readonly limits?: RunLimitOptions;
  /** Isolation of instances of components that were built. Default: they run in the thread of the test. */
  readonly isolation?: Isolation;
  /** Conditions under which `exports` of packages are resolved when a component is built. */
  readonly conditions?: readonly string[];
  /**
   * Folder of the build cache, which all processes share. Entries are found by content. Code in it is executed, so
   * nobody untrusted may write to it. Default: `node_modules/.cache/airssys` in the folder of the nearest
   * `package.json`.
   */
  readonly cacheFolder?: FileName;
  /** Called with what components print. */
  readonly onOutput?: OutputListener;
}
