import type { Mode } from "@airssys/backend";
import { faulty } from "@airssys/backend/faults";
import { type Grants, type Host, type HostOptions, type Namespaces, openHost, openStore } from "@airssys/host";
import type { Component, Instance } from "@airssys/runtime";
import type { Recipe } from "../component/recipe.ts";
import type { OpenEngine } from "../engine/engine.ts";
import { Lifeline } from "../engine/lifeline.ts";
import { HarnessError } from "../errors/harness-error.ts";
import type { PlannedFaults } from "../faults/harness-faults.ts";
import type { Records } from "../observe/records.ts";
import { watchedHost } from "../observe/watched-host.ts";
import { withShortStack } from "./short-stack.ts";

/** What is the same in all lives of a program. */
export interface LifeParts {
  readonly host: Omit<HostOptions, "backend">;
  readonly clock: () => number;
  readonly faults: PlannedFaults;
  readonly records: Records;
}

/** What one life is made of. */
interface LifeState {
  readonly engine: OpenEngine;
  readonly lifeline: Lifeline<Mode>;
  readonly way: Lifeline<Mode>;
  readonly host: Host;
  readonly store: Namespaces;
}

/** A call that has not ended. */
interface Underway {
  readonly path: string;
  fail(error: HarnessError): void;
}

/** How long components may take to stop before calls that still wait are given up, in milliseconds. */
const GRACE_MS = 5_000;

/**
 * One life of the program that a harness plays: from where its engine is opened to its end, which is orderly or a
 * crash.
 */
export class Life {
  /** What is stored, for the harness itself: around the faults, and seen by nobody. */
  readonly store: Namespaces;
  readonly #parts: LifeParts;
  readonly #engine: OpenEngine;
  readonly #lifeline: Lifeline<Mode>;
  /** From the host to the lifeline: around the faults at first. */
  readonly #way: Lifeline<Mode>;
  readonly #host: Host;
  readonly #components = new Map<Recipe, Promise<Component>>();
  readonly #underway = new Set<Underway>();
  readonly #crash = Promise.withResolvers<void>();
  #isOpen = true;
  #isCrashed = false;
  #gone: Promise<void> = Promise.resolve();

  private constructor(parts: LifeParts, { engine, lifeline, way, host, store }: LifeState) {
    this.#parts = parts;
    this.#engine = engine;
    this.#lifeline = lifeline;
    this.#way = way;
    this.#host = watchedHost(host, {
      tell: (operation) => parts.records.tell(operation),
      requireAlive: () => this.#requireAlive(),
    });
    this.store = store;
  }

  static async begin(parts: LifeParts, engine: OpenEngine): Promise<Life> {
    const lifeline = new Lifeline<Mode>(engine.backend);
    const { host: options, clock, faults, records } = parts;
    faults.mode = lifeline.mode;
    const recorded = records.ofHost(() => lifeline.isCut);
    const way = new Lifeline<Mode>(lifeline);
    const host = await openHost({ ...options, ...recorded, clock, backend: way });
    const store = await openStore({ ...(options.limits && { limits: options.limits }), clock, backend: lifeline });
    return new Life(parts, { engine, lifeline, way, host, store });
  }

  /** From now on things go wrong as planned: faults are for what a test asks, and not for what opens its host. */
  meetFaults(): void {
    this.#way.lead(faulty<Mode>(this.#lifeline, this.#parts.faults.rules));
  }

  /** Whether calls can be made. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isCrashed(): boolean {
    return this.#isCrashed;
  }

  /** Loads a component, once. @throws what its loading throws */
  async load(recipe: Recipe): Promise<void> {
    await this.#component(recipe);
  }

  async start(recipe: Recipe, id: string | undefined, grants: Grants | undefined): Promise<Instance> {
    const component = await this.#component(recipe);
    return component.start(id, grants).catch((error: unknown) => {
      throw withShortStack(error);
    });
  }

  /** Makes a call, which fails at the instant of a crash. */
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

  /** No more calls are made. */
  close(): void {
    this.#isOpen = false;
  }

  /** The end, at this instant. */
  crash(): void {
    if (this.#isCrashed) return;
    this.#isCrashed = true;
    this.close();
    this.#cut();
    for (const { path, fail } of this.#underway)
      fail(new HarnessError("crashed", `the harness crashed during ${path}: what it had not committed is gone`));
    this.#crash.resolve();
  }

  /** Lets the calls made so far end, unless it crashes meanwhile. */
  async stop(): Promise<void> {
    this.close();
    await Promise.race([this.#stopComponents(GRACE_MS), this.#crash.promise]);
  }

  /** Gives everything back. Guests that a crash has left at work find their end later: see {@link Life.gone}. */
  async end(): Promise<void> {
    this.close();
    this.#cut();
    this.#gone = this.#stopComponents(0);
    await this.#lifeline.settled();
    await this.#engine.close();
  }

  /** Resolves when nothing of it is left. */
  get gone(): Promise<void> {
    return this.#gone;
  }

  /** What comes from the host after it meets no fault and counts for none. */
  #cut(): void {
    this.#way.cut();
    this.#lifeline.cut();
  }

  async #stopComponents(graceMs: number): Promise<void> {
    const loaded = await Promise.allSettled(this.#components.values());
    const components = loaded.filter((each) => each.status === "fulfilled").map(({ value }) => value);
    await Promise.all(components.map((component) => component.stop({ graceMs })));
  }

  #component(recipe: Recipe): Promise<Component> {
    const isOver = () => this.#lifeline.isCut;
    const { clock, records } = this.#parts;
    const surroundings = { host: this.#host, clock, telemetry: false, ...records.ofComponent(isOver) } as const;
    const component = this.#components.get(recipe) ?? recipe.load(surroundings);
    this.#components.set(recipe, component);
    return component;
  }

  #requireAlive(): void {
    if (this.#lifeline.isCut) throw new Error("the program that it worked for is gone");
  }
}
