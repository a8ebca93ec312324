import { type Isolation, LoadError, type OpenGuest, type Transpiled } from "@airssys/runtime";
import { requireWhole } from "../errors/require-whole.ts";
import { limitModules } from "../transpile/core-limits.ts";
import { findLauncher, type Launcher, type Walls } from "./launcher.ts";
import { ProcessChannel } from "./process-channel.ts";
import { guestMessageBytesMax, HOST_MESSAGE_BYTES_MAX, type ProcessSetup } from "./process-message.ts";
import { ProcessPool } from "./process-pool.ts";
import { RemoteGuest } from "./remote-guest.ts";
import { Encoder } from "./wire/encoder.ts";

/** Limits and restrictions for processes of guests. */
export interface ChildProcessesOptions {
  /**
   * Most megabytes of a process's JavaScript heap, which holds values on their way between guest and host. A process
   * that needs more ends; its host goes on. Default 64.
   */
  readonly heapMegabytesMax?: number;
  /**
   * Bytes of memory that a process may take on top of its guests' memory, which `memoryBytesMax` limits: Node, its
   * heap, and machine code compiled from the component. A process that takes more is ended. Checked from outside on
   * Linux, 20 times a second. Default 402 653 184.
   */
  readonly allowanceBytesMax?: number;
  /**
   * Spare processes that have compiled the component already, so that instances start sooner. Each takes some 100 MB.
   * From 0 to 16. Default 1.
   */
  readonly sparesMax?: number;
  /**
   * Most instances of one component per process. More than one saves memory but weakens isolation: an instance that
   * escapes from WebAssembly reaches the others, their calls take turns, and if the process ends all of them restart.
   * Default 1.
   */
  readonly instancesPerProcess?: number;
  /**
   * Behaviour if the system cannot deny the network to a process: `run` it anyway, or `refuse` with a LoadError.
   * Default `run`.
   */
  readonly whereNetworkIsOpen?: "run" | "refuse";
}

/** Isolation in child processes. */
export interface ChildProcessIsolation extends Isolation {
  /** The isolation that this system grants. The first read takes some 100 milliseconds. */
  readonly walls: Walls;
}

const HEAP_MEGABYTES_MAX = 64;
const ALLOWANCE_BYTES_MAX = 402_653_184;
const SPARES_MAX = 16;

/**
 * Runs each guest in a process of its own, for untrusted components. The process has no engine, no files but the code
 * of this package, no environment and no network, as far as the system can deny them (see {@link Walls}). It alone
 * compiles the component, and can be ended at any time. If it crashes or takes too much memory, only its guest is lost.
 *
 * @throws RangeError for an invalid option. `prepare`, and so `load`, throws a LoadError `unsupported` if the network
 * must be denied and cannot
 *
 * @example
 * ```ts
 * import { childProcesses } from "@airssys/runtime/node";
 *
 * const isolation = childProcesses();
 * isolation.walls.network; // "denied"
 * // load(bytes, { host, manifest, isolation, callTimeMaxMs: 2_000 })
 * ```
 */
export function childProcesses(options: ChildProcessesOptions = {}): ChildProcessIsolation {
  return new ChildProcesses(options);
}

class ChildProcesses implements ChildProcessIsolation {
  readonly isInterruptible = true;
  readonly #options: Required<ChildProcessesOptions>;
  #launcher: Launcher | undefined;

  constructor({
    heapMegabytesMax = HEAP_MEGABYTES_MAX,
    allowanceBytesMax = ALLOWANCE_BYTES_MAX,
    sparesMax = 1,
    instancesPerProcess = 1,
    whereNetworkIsOpen = "run",
  }: ChildProcessesOptions) {
    requireWhole("heapMegabytesMax", heapMegabytesMax, 1, Number.MAX_SAFE_INTEGER);
    requireWhole("allowanceBytesMax", allowanceBytesMax, 1, Number.MAX_SAFE_INTEGER);
    requireWhole("sparesMax", sparesMax, 0, SPARES_MAX);
    requireWhole("instancesPerProcess", instancesPerProcess, 1, Number.MAX_SAFE_INTEGER);
    if (whereNetworkIsOpen !== "run" && whereNetworkIsOpen !== "refuse")
      throw new RangeError(`"whereNetworkIsOpen" must be "run" or "refuse", got ${whereNetworkIsOpen}`);
    this.#options = { heapMegabytesMax, allowanceBytesMax, sparesMax, instancesPerProcess, whereNetworkIsOpen };
  }

  get walls(): Walls {
    return this.#foundLauncher().walls;
  }

  async prepare(transpiled: Transpiled, memoryBytesMax: number): Promise<OpenGuest> {
    const { heapMegabytesMax, allowanceBytesMax, sparesMax, instancesPerProcess } = this.#options;
    const launcher = this.#foundLauncher();
    this.#requireNetwork(launcher);
    const options = {
      launcher,
      heapMegabytesMax,
      residentBytesMax: allowanceBytesMax + instancesPerProcess * memoryBytesMax,
      messageBytesMax: guestMessageBytesMax(memoryBytesMax),
    };
    const setup = setupFrame(transpiled, memoryBytesMax);
    const pool = new ProcessPool(options, setup, { spares: sparesMax, instancesPerProcess });
    const open: OpenGuest = (environment) => new RemoteGuest(new ProcessChannel(pool), environment);
    return Object.assign(open, { close: () => pool.close() });
  }

  #foundLauncher(): Launcher {
    this.#launcher ??= findLauncher();
    return this.#launcher;
  }

  #requireNetwork({ walls }: Launcher): void {
    if (walls.network === "denied" || this.#options.whereNetworkIsOpen === "run") return;
    throw new LoadError(
      "unsupported",
      'processes have network access on this system, and "whereNetworkIsOpen" is "refuse": allow unshare to create network namespaces, or set "run"',
    );
  }
}

/** Encodes the component for a process. The process compiles it, since nothing here could interrupt that. */
function setupFrame({ glue, imports, ...transpiled }: Transpiled, memoryBytesMax: number): Uint8Array {
  const modules = Object.fromEntries(limitModules(transpiled.modules, memoryBytesMax));
  const setup: ProcessSetup = { glue, modules, imports, memoryBytesMax };
  return new Encoder(HOST_MESSAGE_BYTES_MAX).frame(setup);
}
