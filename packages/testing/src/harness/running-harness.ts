import type { AuditEvent, Grants, HostFailure, HostOptions, Store } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import { componentIdFault, componentNamespace, namespaceFault } from "@airssys/protocol";
import type { AnyExports, CallError, Instance } from "@airssys/runtime";
import { type HarnessClock, StandingClock } from "../clock/harness-clock.ts";
import { type ComponentLoader, type ComponentSettings, createLoader } from "../component/component-loader.ts";
import type { ComponentSource } from "../component/component-source.ts";
import { toPath } from "../component/project-folder.ts";
import { createEngine } from "../engine/engine.ts";
import { describeValue } from "../errors/describe-value.ts";
import { HarnessError } from "../errors/harness-error.ts";
import { type HarnessFaults, PlannedFaults } from "../faults/harness-faults.ts";
import { Program } from "../life/program.ts";
import type { OperationLog } from "../observe/operation-log.ts";
import { Records } from "../observe/records.ts";
import { createSnapshot, type NamespaceSnapshot } from "../stored/readable.ts";
import { type StoredEntry, storedEntries } from "../stored/stored-entry.ts";
import type { Harness, HarnessComponent, RestartOptions, StoredUsage } from "./harness.ts";
import type { HarnessMode, HarnessOptions } from "./harness-options.ts";
import { requireOptions } from "./known-options.ts";

/** Opens a harness; `createHarness` documents what it promises. */
export async function openHarness<Exports>(options: HarnessOptions): Promise<Harness<Exports>> {
  requireOptions(options, "createHarness");
  const { mode = "memory" } = options;
  requireMode(mode);
  if (mode === "mock" && options.component !== undefined && options.entry === undefined) throw mockNeedsEntry();
  const { backend = mode === "mock" ? "memory" : mode } = options;
  const engine = createEngine(backend);
  const { audit, log, ...host } = options.host ?? {};
  const clock = new StandingClock(options.clock);
  const records = new Records({ audit, log, onOutput: options.onOutput });
  const faults = new PlannedFaults();
  const parts = { host: { ...DEFAULTS, ...host }, clock: () => clock.now, faults, records };
  const settings = createSettings(options, mode, parts.clock);
  const loader = await createLoader(options, settings);
  const program = new Program(engine, parts);
  try {
    await program.add(loader);
  } catch (error) {
    await program.close();
    throw error;
  }
  return new RunningHarness<Exports>({ program, loader, settings, clock, faults, records });
}

function mockNeedsEntry(): HarnessError {
  const why = "mock mode runs the source of a component";
  return new HarnessError("mock-needs-entry", `${why}: pass "entry", or "memory" or "lmdb" as "mode"`);
}

const MODES: readonly HarnessMode[] = ["mock", "memory", "lmdb"];

/** The cipher has a fixed key, which is fine for test data. */
const DEFAULTS: Omit<HostOptions, "backend"> = {
  cipher: nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(1) }], newest: 1 }),
  telemetry: false,
};

function requireMode(mode: HarnessMode): void {
  if (MODES.includes(mode)) return;
  throw new RangeError(`"mode" expected ${MODES.join(", ")}, got ${describeValue(mode)}`);
}

function createSettings(options: HarnessOptions, mode: HarnessMode, clock: () => number): ComponentSettings {
  const { conditions = [], cacheFolder, limits, isolation } = options;
  return {
    isMock: mode === "mock",
    clock,
    conditions,
    cacheFolder: cacheFolder && toPath(cacheFolder),
    load: { ...limits, ...(isolation && { isolation }) },
  };
}

/** The parts of a harness. */
interface HarnessParts {
  readonly program: Program;
  readonly loader: ComponentLoader;
  readonly settings: ComponentSettings;
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
    return this.#parts.program.start(this.#parts.loader, id, grants);
  }

  async add<E = AnyExports>(source: ComponentSource): Promise<HarnessComponent<E>> {
    requireOptions(source, "add");
    const { program, settings } = this.#parts;
    const loader = await createLoader(source, settings);
    await program.add(loader);
    return { start: <Own = E>(id?: string, grants?: Grants) => program.start<Own>(loader, id, grants) };
  }

  restart(options: RestartOptions = {}): Promise<void> {
    requireOptions(options, "restart");
    return allowUnhandled(this.#parts.program.restart(options.host));
  }

  crash(): Promise<void> {
    return allowUnhandled(this.#parts.program.crash());
  }

  crashAfter(operations: number): void {
    if (!(Number.isSafeInteger(operations) && operations > 0))
      throw new RangeError(`"operations" expected a whole number from 1, got ${describeValue(operations)}`);
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
    return createSnapshot(await this.entries(id));
  }

  async usage(id: string): Promise<StoredUsage> {
    const store = await this.store(id);
    const { bytes, keys } = await store.usage();
    if (keys === 0) this.#requireKnown(id);
    return { usedBytes: bytes, keyCount: keys };
  }

  async store(id: string): Promise<Store> {
    const namespace = toNamespace(id);
    const { store } = await this.#parts.program.currentLife();
    return store.open(namespace);
  }

  close(): Promise<void> {
    return this.#parts.program.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Tells a component that has stored nothing from a mistyped name. */
  #requireKnown(id: string): void {
    const { idsStarted } = this.#parts.program;
    const isComponent = namespaceFault(id) !== undefined || id.startsWith(componentNamespace(""));
    if (!isComponent || [...idsStarted].some((known) => toNamespace(known) === toNamespace(id))) return;
    const known = idsStarted.size === 0 ? "none was started" : `started were ${[...idsStarted].join(", ")}`;
    throw new HarnessError("unknown-id", `nothing is stored for a component ${JSON.stringify(id)}, and ${known}`);
  }
}

/**
 * Marks a rejection as handled: a crash in the middle of a call cannot be awaited there, and the next request reports
 * what went wrong.
 */
function allowUnhandled(done: Promise<void>): Promise<void> {
  done.catch(() => {});
  return done;
}

function toNamespace(id: string): string {
  if (typeof id !== "string")
    throw new TypeError(`"id" expected the id of a component or the name of a namespace, got ${describeValue(id)}`);
  if (namespaceFault(id) === undefined) return id;
  const fault = componentIdFault(id);
  if (fault === undefined) return componentNamespace(id);
  throw new RangeError(
    `"id" expected the id of a component or the name of a namespace, got ${JSON.stringify(id)}: it ${fault}`,
  );
}
