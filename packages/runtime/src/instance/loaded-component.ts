import type { Binding, Grants, Host, Manifest } from "@airssys/host";
import type { AnyExports } from "../call/export-path.ts";
import { CallError } from "../errors/call-error.ts";
import { BoundInstance, type InstanceParts } from "./bound-instance.ts";
import type { Instance, StopOptions } from "./instance.ts";

/** A loaded component: transpiled and compiled once, to be started with any number of ids. */
export interface Component<Exports = AnyExports> {
  /** The interfaces that the component imports. */
  readonly imports: readonly string[];
  /**
   * Starts an instance, which sees only the namespace of its id.
   *
   * @param id default: the id in the manifest.
   * @param grants default: the grants in the manifest.
   * @throws RangeError if the id breaks the grammar of component ids; CallError `trapped` or `timed-out` if the
   * component fails while it is instantiated, `stopped` if the component was stopped
   */
  start(id?: string, grants?: Grants): Promise<Instance<Exports>>;
  /** Stops all instances in parallel, as {@link Instance.stop} does, and starts no more. May be called twice. */
  stop(options?: StopOptions): Promise<void>;
  /** The same as {@link Component.stop}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Everything that the instances of a component share. */
export interface ComponentParts extends Omit<InstanceParts, "binding"> {
  readonly imports: readonly string[];
  readonly host: Host;
  readonly manifest: Manifest;
  /** True if instances can block in their own thread while the host works. */
  readonly isInterruptible: boolean;
}

export class LoadedComponent<Exports> implements Component<Exports> {
  readonly #parts: ComponentParts;
  /** Instances that are running. */
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
