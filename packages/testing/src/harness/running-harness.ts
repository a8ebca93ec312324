import type { AuditEvent, Grants, HostFailure, HostOptions, Store } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import { componentIdFault, componentNamespace, namespaceFault } from "@airssys/protocol";
import type { AnyExports, CallError, Instance } from "@airssys/runtime";
import { type HarnessClock, StandingClock } from "../clock/harness-clock.ts";
import type { ComponentSource } from "../component/component-source.ts";
import { pathOf } from "../component/project-folder.ts";
import { type Kitchen, type Recipe, recipeOf } from "../component/recipe.ts";
import { engineOf } from "../engine/engine.ts";
import { HarnessError } from "../errors/harness-error.ts";
import { inWords } from "../errors/in-words.ts";
import { type HarnessFaults, PlannedFaults } from "../faults/harness-faults.ts";
import { Program } from "../life/program.ts";
import type { OperationLog } from "../observe/operation-log.ts";
import { Records } from "../observe/records.ts";
import { type NamespaceSnapshot, snapshotOf } from "../stored/readable.ts";
import { type StoredEntry, storedEntries } from "../stored/stored-entry.ts";
import type { Harness, HarnessComponent, RestartOptions, StoredUsage } from "./harness.ts";
import type { HarnessMode, HarnessOptions } from "./harness-options.ts";
import { requireOptions } from "./known-options.ts";

/** Opens what `createHarness` promises. */
export async function openHarness<Exports>(options: HarnessOptions): Promise<Harness<Exports>> {
  requireOptions(options, "createHarness");
  const { mode = "memory" } = options;
  requireMode(mode);
  if (mode === "mock" && options.component !== undefined && options.entry === undefined) throw mockNeedsEntry();
  const { backend = mode === "mock" ? "memory" : mode } = options;
  const engine = engineOf(backend);
  const { audit, log, ...host } = options.host ?? {};
  const clock = new StandingClock(options.clock);
  const records = new Records({ audit, log, onOutput: options.onOutput });
  const faults = new PlannedFaults();
  const parts = { host: { ...DEFAULTS, ...host }, clock: () => clock.now, faults, records };
  const kitchen = kitchenOf(options, mode, parts.clock);
  const recipe = await recipeOf(options, kitchen);
  const program = new Program(engine, parts);
  try {
    await program.add(recipe);
  } catch (error) {
    await program.close();
    throw error;
  }
  return new RunningHarness<Exports>({ program, recipe, kitchen, clock, faults, records });
}

function mockNeedsEntry(): HarnessError {
  const why = "mock mode runs the source of a component";
  return new HarnessError("mock-needs-entry", `${why}: pass "entry", or "memory" or "lmdb" as "mode"`);
}

const MODES: readonly HarnessMode[] = ["mock", "memory", "lmdb"];

/** A key that nobody keeps secret: what is sealed in a test is not worth hiding. */
const DEFAULTS: Omit<HostOptions, "backend"> = {
  cipher: nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(1) }], newest: 1 }),
  telemetry: false,
};

function requireMode(mode: HarnessMode): void {
  if (MODES.includes(mode)) return;
  throw new RangeError(`"mode" expected ${MODES.join(", ")}, got ${inWords(mode)}`);
}

function kitchenOf(options: HarnessOptions, mode: HarnessMode, clock: () => number): Kitchen {
  const { conditions = [], cacheFolder, limits, isolation } = options;
  return {
    isMock: mode === "mock",
    clock,
    conditions,
    cacheFolder: cacheFolder && pathOf(cacheFolder),
    load: { ...limits, ...(isolation && { isolation }) },
  };
}

/** What a harness is made of. */
interface HarnessParts {
  readonly program: Program;
  readonly recipe: Recipe;
  readonly kitchen: Kitchen;
  readonly clock: HarnessClock;
  readonly faults: HarnessFaults;
  readonly records: Records;
}

class RunningHarness<Exports> implements Harness<Exports> {
  readonly clock: HarnessClock;
  readonly faults: HarnessFaults;
  readonly #parts: HarnessParts;
  #forgetCrash = () => {};

  constructor(parts: HarnessParts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.faults = parts.faults;
  }

  get operations(): OperationLog {
    return this.#parts.records.operations;
  }

  get audit(): readonly AuditEvent[] {
    return this.#parts.records.audit;
  }

  get failures(): readonly HostFailure[] {
    return this.#parts.records.failures;
  }

  get eventFailures(): readonly CallError[] {
    return this.#parts.records.eventFailures;
  }

  start<E = Exports>(id?: string, grants?: Grants): Promise<Instance<E>> {
    return this.#parts.program.start(this.#parts.recipe, id, grants);
  }

  async add<E = AnyExports>(source: ComponentSource): Promise<HarnessComponent<E>> {
    requireOptions(source, "add");
    const { program, kitchen } = this.#parts;
    const recipe = await recipeOf(source, kitchen);
    await program.add(recipe);
    return { start: <Own = E>(id?: string, grants?: Grants) => program.start<Own>(recipe, id, grants) };
  }

  restart(options: RestartOptions = {}): Promise<void> {
    requireOptions(options, "restart");
    return perhapsUnheard(this.#parts.program.restart(options.host));
  }

  crash(): Promise<void> {
    return perhapsUnheard(this.#parts.program.crash());
  }

  crashAfter(operations: number): void {
    if (!(Number.isSafeInteger(operations) && operations > 0))
      throw new RangeError(`"operations" expected a whole number from 1, got ${inWords(operations)}`);
    let left = operations;
    this.#forgetCrash();
    this.#forgetCrash = this.operations.listen(() => {
      if (--left > 0) return;
      this.#forgetCrash();
      void this.crash();
    });
  }

  async entries(id: string): Promise<StoredEntry[]> {
    const store = await this.store(id);
    const entries = await storedEntries(store);
    if (entries.length === 0) this.#requireKnown(id);
    return entries;
  }

  async snapshot(id: string): Promise<NamespaceSnapshot> {
    return snapshotOf(await this.entries(id));
  }

  async usage(id: string): Promise<StoredUsage> {
    const store = await this.store(id);
    const { bytes, keys } = await store.usage();
    if (keys === 0) this.#requireKnown(id);
    return { usedBytes: bytes, keyCount: keys };
  }

  async store(id: string): Promise<Store> {
    const namespace = namespaceOf(id);
    const { store } = await this.#parts.program.living();
    return store.open(namespace);
  }

  close(): Promise<void> {
    return this.#parts.program.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** A component that has stored nothing is one thing, and a name that was mistyped is another. */
  #requireKnown(id: string): void {
    const { idsStarted } = this.#parts.program;
    const isComponent = namespaceFault(id) !== undefined || id.startsWith(componentNamespace(""));
    if (!isComponent || [...idsStarted].some((known) => namespaceOf(known) === namespaceOf(id))) return;
    const known = idsStarted.size === 0 ? "none was started" : `started were ${[...idsStarted].join(", ")}`;
    throw new HarnessError("unknown-id", `nothing is stored for a component ${JSON.stringify(id)}, and ${known}`);
  }
}

/** In the middle of a call nobody can wait for it: what went wrong shows in what is asked next. */
function perhapsUnheard(done: Promise<void>): Promise<void> {
  done.catch(() => {});
  return done;
}

function namespaceOf(id: string): string {
  if (typeof id !== "string")
    throw new TypeError(`"id" expected the id of a component or the name of a namespace, got ${inWords(id)}`);
  if (namespaceFault(id) === undefined) return id;
  const fault = componentIdFault(id);
  if (fault === undefined) return componentNamespace(id);
  throw new RangeError(
    `"id" expected the id of a component or the name of a namespace, got ${JSON.stringify(id)}: it ${fault}`,
  );
}
