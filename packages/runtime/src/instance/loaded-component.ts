import type { Binding, Grants, Host, Manifest } from "@airssys/host";
import type { AnyExports } from "../call/export-path.ts";
import { CallError } from "../errors/call-error.ts";
import { BoundInstance, type InstanceParts } from "./bound-instance.ts";
import type { Instance, StopOptions } from "./instance.ts";

/** A component that was loaded: transpiled and compiled once, to be started under as many ids as wanted. */
export interface Component<Exports = AnyExports> {
  /** The interfaces that the component imports. */
  readonly imports: readonly string[];
  /**
   * Starts an instance, which sees the namespace of its id and no other.
   *
   * @param id default: the id in the manifest.
   * @param grants default: the grants of the manifest.
   * @throws RangeError if the id breaks the grammar of component ids; CallError `trapped` or `timed-out` if the
   * component fails as it is instantiated, `stopped` if the component was stopped.
   */
  start(id?: string, grants?: Grants): Promise<Instance<Exports>>;
  /** Stops all instances at once, as {@link Instance.stop} does, and starts no more. Stopping twice is fine. */
  stop(options?: StopOptions): Promise<void>;
  /** The same as {@link Component.stop}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** What all instances of a component have in common. */
export interface ComponentParts extends Omit<InstanceParts, "binding"> {
  readonly imports: readonly string[];
  readonly host: Host;
  readonly manifest: Manifest;
  /** Whether instances can wait in a thread of their own while the host works. */
  readonly isInterruptible: boolean;
}

export class LoadedComponent<Exports> implements Component<Exports> {
  readonly #parts: ComponentParts;
  /** Those that were started and not stopped. */
  readonly #instances = new Set<BoundInstance<Exports>>();
  #isStopped = false;

  constructor(parts: ComponentParts) {
    this.#parts = parts;
  }

  get imports(): readonly string[] {
    return this.#parts.imports;
  }

  async start(id?: string, grants?: Grants): Promise<Instance<Exports>> {
    const { host, manifest, meter } = this.#parts;
    if (this.#isStopped) throw new CallError("stopped", "the component is stopped: load it again to start an instance");
    const mayWait = this.#parts.isInterruptible;
    const binding: Binding = host.bind(id ?? manifest.component.id, grants ?? manifest.grants, { mayWait });
    const instance = new BoundInstance<Exports>({ ...this.#parts, binding }, () => {
      if (this.#instances.delete(instance)) meter?.instanceStopped();
    });
    this.#instances.add(instance);
    meter?.instanceStarted();
    await instance.start();
    return instance;
  }

  async stop(options?: StopOptions): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#instances].map((instance) => instance.stop(options)));
    await this.#parts.openGuest.close?.();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
