import type { Mode } from "@airssys/backend";
import { faulty } from "@airssys/backend/faults";
import { type Grants, type Host, type HostOptions, type Namespaces, openHost, openStore } from "@airssys/host";
import type { Component, Instance } from "@airssys/runtime";
import type { ComponentLoader } from "../component/component-loader.ts";
import type { OpenEngine } from "../engine/engine.ts";
import { RevocableBackend } from "../engine/revocable-backend.ts";
import { HarnessError } from "../errors/harness-error.ts";
import type { PlannedFaults } from "../faults/harness-faults.ts";
import { observedHost } from "../observe/observed-host.ts";
import type { Records } from "../observe/records.ts";
import { withShortStack } from "./short-stack.ts";

/** Settings and records that all lives of a program share. */
export interface LifeParts {
  readonly host: Omit<HostOptions, "backend">;
  readonly clock: () => number;
  readonly faults: PlannedFaults;
  readonly records: Records;
}

/** The parts of one life. */
interface LifeState {
  readonly engine: OpenEngine;
  readonly revocable: RevocableBackend<Mode>;
  readonly hostBackend: RevocableBackend<Mode>;
  readonly host: Host;
  readonly store: Namespaces;
}

/** A call under way. */
interface Underway {
  readonly path: string;
  fail(error: HarnessError): void;
}

/** Time that components get to stop before waiting calls are abandoned, in milliseconds. */
const GRACE_MS = 5_000;

/** One life of the program: from opening its engine to its end, which is an orderly stop or a crash. */
export class Life {
  /** The store for the harness itself, which bypasses faults and the operation log. */
  readonly store: Namespaces;
  readonly #parts: LifeParts;
  readonly #engine: OpenEngine;
  readonly #revocable: RevocableBackend<Mode>;
  /** The backend of the host. It leads to the engine without faults until {@link Life.enableFaults}. */
  readonly #hostBackend: RevocableBackend<Mode>;
  readonly #host: Host;
  readonly #components = new Map<ComponentLoader, Promise<Component>>();
  readonly #underway = new Set<Underway>();
  readonly #crash = Promise.withResolvers<void>();
  #isOpen = true;
  #isCrashed = false;
  #gone: Promise<void> = Promise.resolve();

  private constructor(parts: LifeParts, { engine, revocable, hostBackend, host, store }: LifeState) {
    this.#parts = parts;
    this.#engine = engine;
    this.#revocable = revocable;
    this.#hostBackend = hostBackend;
    this.#host = observedHost(host, {
      tell: (operation) => parts.records.tell(operation),
      requireAlive: () => this.#requireAlive(),
    });
    this.store = store;
  }

  static async begin(parts: LifeParts, engine: OpenEngine): Promise<Life> {
    const revocable = new RevocableBackend<Mode>(engine.backend);
    const { host: options, clock, faults, records } = parts;
    faults.mode = revocable.mode;
    const recorded = records.ofHost(() => revocable.isRevoked);
    const hostBackend = new RevocableBackend<Mode>(revocable);
    const host = await openHost({ ...options, ...recorded, clock, backend: hostBackend });
    const store = await openStore({ ...(options.limits && { limits: options.limits }), clock, backend: revocable });
    return new Life(parts, { engine, revocable, hostBackend, host, store });
  }

  /** Applies planned faults from now on. They do not apply while the host opens. */
  enableFaults(): void {
    this.#hostBackend.redirect(faulty<Mode>(this.#revocable, this.#parts.faults.rules));
  }

  /** True while calls can be made. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isCrashed(): boolean {
    return this.#isCrashed;
  }

  /** Loads a component, once. @throws the errors of its loader */
  async load(loader: ComponentLoader): Promise<void> {
    await this.#component(loader);
  }

  async start(loader: ComponentLoader, id: string | undefined, grants: Grants | undefined): Promise<Instance> {
    const component = await this.#component(loader);
    return component.start(id, grants).catch((error: unknown) => {
      throw withShortStack(error);
    });
  }

  /** Makes a call. It fails at the moment of a crash, without waiting for the component. */
  during<T>(path: string, call: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const underway: Underway = {
      path,
      fail(error) {
        promise.catch(() => {}); // who made the call may only get to look at it once the crash is over
        reject(error);
      },
    };
    this.#underway.add(underway);
    call()
      .finally(() => this.#underway.delete(underway))
      .then(resolve, (error: unknown) => reject(withShortStack(error)));
    return promise;
  }

  /** Accepts no more calls. */
  close(): void {
    this.#isOpen = false;
  }

  /** Ends this life at once. */
  crash(): void {
    if (this.#isCrashed) return;
    this.#isCrashed = true;
    this.close();
    this.#revoke();
    for (const { path, fail } of this.#underway)
      fail(new HarnessError("crashed", `the harness crashed during ${path}: what it had not committed is gone`));
    this.#crash.resolve();
  }

  /** Waits for the calls made so far, unless a crash comes first. */
  async stop(): Promise<void> {
    this.close();
    await Promise.race([this.#stopComponents(GRACE_MS), this.#crash.promise]);
  }

  /** Closes the engine. Guests that still run after a crash end later: see {@link Life.gone}. */
  async end(): Promise<void> {
    this.close();
    this.#revoke();
    this.#gone = this.#stopComponents(0);
    await this.#revocable.settled();
    await this.#engine.close();
  }

  /** Resolves when all components have stopped. */
  get gone(): Promise<void> {
    return this.#gone;
  }

  /** Cuts the host off from the engine: later requests neither reach it nor count for faults. */
  #revoke(): void {
    this.#hostBackend.revoke();
    this.#revocable.revoke();
  }

  async #stopComponents(graceMs: number): Promise<void> {
    const loaded = await Promise.allSettled(this.#components.values());
    const components = loaded.filter((each) => each.status === "fulfilled").map(({ value }) => value);
    await Promise.all(components.map((component) => component.stop({ graceMs })));
  }

  #component(loader: ComponentLoader): Promise<Component> {
    const isOver = () => this.#revocable.isRevoked;
    const { clock, records } = this.#parts;
    const surroundings = { host: this.#host, clock, telemetry: false, ...records.ofComponent(isOver) } as const;
    const component = this.#components.get(loader) ?? loader.load(surroundings);
    this.#components.set(loader, component);
    return component;
  }

  #requireAlive(): void {
    if (this.#revocable.isRevoked) throw new Error("the program that it worked for is gone");
  }
}
