import { type Isolation, LoadError, type OpenGuest, type Transpiled } from "@airssys/runtime";
import { limitModules } from "../transpile/core-limits.ts";
import { findLauncher, type Launcher, type Walls } from "./launcher.ts";
import { ProcessChannel } from "./process-channel.ts";
import { guestMessageBytesMax, HOST_MESSAGE_BYTES_MAX, type ProcessSetup } from "./process-message.ts";
import { ProcessPool } from "./process-pool.ts";
import { RemoteGuest } from "./remote-guest.ts";
import { Encoder } from "./wire/encoder.ts";

/** What processes of guests may take of the machine, and what they must not have. */
export interface ChildProcessesOptions {
  /**
   * Most megabytes of a process's own JavaScript heap, which holds what passes between guest and host. A process that
   * needs more ends, and nothing else does. Default 64.
   */
  readonly heapMegabytesMax?: number;
  /**
   * Bytes of memory that a process may take beside the memory of its guests, whose limit is `memoryBytesMax`: Node, its
   * heap, and the machine code that the engine makes of the component. Beyond, it is ended. Watched from outside on
   * Linux, 20 times a second. Default 402 653 184.
   */
  readonly allowanceBytesMax?: number;
  /**
   * Processes that have compiled the component already and wait for an instance, so that it starts sooner. Each takes
   * some 100 MB. From 0 to 16. Default 1.
   */
  readonly sparesMax?: number;
  /**
   * Most instances of one component in a process, which saves memory and costs the wall between them: one that breaks
   * out of WebAssembly reaches the others, their calls take turns, and if the process ends all of them have to be made
   * anew. Default 1.
   */
  readonly instancesPerProcess?: number;
  /**
   * What to do where the system does not deny the network to a process: `run` it, which is the default, or `refuse`,
   * with a LoadError.
   */
  readonly whereNetworkIsOpen?: "run" | "refuse";
}

/** Guests in processes of their own, and what stands around these. */
export interface ChildProcessIsolation extends Isolation {
  /** What this system grants. The first look at it takes some 100 milliseconds. */
  readonly walls: Walls;
}

const HEAP_MEGABYTES_MAX = 64;
const ALLOWANCE_BYTES_MAX = 402_653_184;
const SPARES_MAX = 16;

/**
 * Each guest in a process of its own, for components of strangers. The process holds no engine, no file but the code of
 * this package, no environment and no network, as far as the system grants that (see {@link Walls}); it alone compiles
 * the component, and can be ended at any instant. If it crashes or takes too much memory, its guest is lost and nothing
 * else.
 *
 * @throws RangeError for an option that is none. `prepare`, and so `load`, throws a LoadError `unsupported` where the
 * network has to be denied and cannot.
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
      'processes have a network here, and "whereNetworkIsOpen" is "refuse": this system would have to let unshare make a network namespace',
    );
  }
}

/** Compiling is left to the process: here nothing could interrupt it. */
function setupFrame({ glue, imports, ...transpiled }: Transpiled, memoryBytesMax: number): Uint8Array {
  const modules = Object.fromEntries(limitModules(transpiled.modules, memoryBytesMax));
  const setup: ProcessSetup = { glue, modules, imports, memoryBytesMax };
  return new Encoder(HOST_MESSAGE_BYTES_MAX).frame(setup);
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`"${name}" must be a whole number from ${least} to ${most}, got ${value}`);
}
