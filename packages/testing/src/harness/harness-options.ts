import type { HostOptions } from "@airssys/host";
import type { Isolation, OutputListener, RunLimitOptions } from "@airssys/runtime";
import type { Instant } from "../clock/harness-clock.ts";
import type { ComponentSource, FileName } from "../component/component-source.ts";
import type { EngineName, OwnEngine } from "../engine/engine.ts";

/** How a component is run: its source in this process over memory, or what was built of it over an engine. */
export type HarnessMode = "mock" | EngineName;

/** What a harness is made of. */
export interface HarnessOptions extends ComponentSource {
  /** Default `"memory"`. */
  readonly mode?: HarnessMode;
  /**
   * Another engine than that of the mode: its name, a backend that stays open and is the test's to close, or a function
   * that opens one for each life of the program; what it opens has to be the same store each time.
   */
  readonly backend?: EngineName | OwnEngine;
  /** Where the clock stands at first. Default: the beginning of 2030, UTC. */
  readonly clock?: Instant;
  /**
   * How the host differs from a usual one. It has a cipher with a fixed key, so that `storage-cipher` works; it notes
   * every operation in its audit; and it measures nothing.
   */
  readonly host?: Omit<HostOptions, "backend" | "clock">;
  /** What a component that was built may take. Default as in `@airssys/runtime`. */
  readonly limits?: RunLimitOptions;
  /** Where instances of components that were built run. Default: in the thread of the test. */
  readonly isolation?: Isolation;
  /** Conditions under which `exports` of packages are resolved when a component is built. */
  readonly conditions?: readonly string[];
  /**
   * Where what was built is kept, by content, for all tests of all processes. What is in it is run: it must not be
   * writable for anyone who is not trusted. Default: `node_modules/.cache/airssys` in the folder of the nearest
   * `package.json`.
   */
  readonly cacheFolder?: FileName;
  /** Called with what components print. */
  readonly onOutput?: OutputListener;
}
