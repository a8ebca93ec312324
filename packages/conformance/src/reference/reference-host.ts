import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { type CommitMode, type Host, type HostOptions, type Manifest, openHost } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import { CallError, type Component, type Instance, load, memoryCache, type TranspileCache } from "@airssys/runtime";
import { workerThreads } from "@airssys/runtime/node";
import type { JudgedInstance, RunEnding, Subject } from "../judge/subject.ts";
import type { Law, Role, StepVerdict } from "../law/law.ts";

/** The engines, and the modes in which components run over them. */
export const BACKENDS = ["memory", "lmdb"] as const;
export const MODES = ["sync", "jspi", "threads"] as const;

/** Selects the variant of the host of this project. */
export interface ReferenceHostOptions {
  /** Default `"memory"`, whose data lasts as long as the subject. */
  readonly backend?: (typeof BACKENDS)[number];
  /**
   * `sync`, the default: components run in this thread. `jspi`: the engine answers with promises, for which components
   * wait. `threads`: each instance in a thread of its own.
   */
  readonly mode?: (typeof MODES)[number];
  /** Default: one call is one transaction. */
  readonly commit?: CommitMode;
  /** Limits that differ from those of the contract. */
  readonly limits?: HostOptions["limits"];
  /** Cache of transpiled components. Default: one in memory, which all reference hosts of the process share. */
  readonly cache?: TranspileCache;
  /** Changes the host before components are loaded: for tests that laws catch faults. */
  readonly change?: (host: Host) => Host;
  /** Changes its engine in the same way. */
  readonly changeBackend?: (backend: Backend) => Backend;
}

/** A host of this project as a subject, with a store that is removed when it is closed. */
export interface ReferenceHost extends Subject, AsyncDisposable {
  /** Stops all instances and removes the store. */
  close(): Promise<void>;
}

/**
 * Opens the host of `@airssys/host` and `@airssys/runtime` as a subject.
 *
 * @example
 * ```ts
 * import { judgeHost, openReferenceHost } from "@airssys/conformance";
 *
 * await using host = await openReferenceHost({ backend: "lmdb", mode: "threads" });
 * const verdicts = await judgeHost(host, { interfaces: ["storage"] });
 * verdicts.every(({ outcome }) => outcome === "kept"); // true
 * ```
 */
export async function openReferenceHost(options: ReferenceHostOptions = {}): Promise<ReferenceHost> {
  const engine = await openEngine(options);
  const subject = new Reference(engine, options);
  await subject.open();
  return subject;
}

/** An engine that can be opened again with its data. */
interface Engine {
  open(): Promise<Backend>;
  /**
   * Makes the next `open` use the data that a process would leave if it were killed now. Absent over memory, which
   * leaves nothing.
   */
  leaveBehind?(): Promise<void>;
  destroy(): Promise<void>;
}

async function openEngine({ backend = "memory" }: ReferenceHostOptions): Promise<Engine> {
  if (backend === "memory") {
    const memory = openMemory();
    // A host does not close its backend, so the data stays.
    return { open: async () => memory, destroy: async () => memory.close() };
  }
  const { openLmdb } = await import("@airssys/backend-lmdb");
  const folder = await mkdtemp(join(tmpdir(), "airssys-conformance-"));
  let generation = 0;
  const path = () => join(folder, String(generation));
  let open: Backend | undefined;
  return {
    async open() {
      await open?.close();
      open = openLmdb({ path: path() });
      return open;
    },
    async leaveBehind() {
      // Copies the files before anything is closed, as the operating system keeps them of a killed process.
      const left = path();
      generation++;
      await cp(left, path(), { recursive: true });
    },
    async destroy() {
      await open?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Exports = {
  readonly laws: {
    listLaws(): Law[];
    run(law: string, step: number, memo: string): StepVerdict;
  };
};

/** Kept by the module so that all hosts of the process transpile and compile each component once. */
const sharedCache = memoryCache();

/** A cipher with a fixed key, for tests only. */
const cipher = nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(7) }], newest: 1 });

class Reference implements ReferenceHost {
  interfaces: readonly string[] = [];
  readonly lacks: readonly Law["assumes"][number][];
  readonly #engine: Engine;
  readonly #options: ReferenceHostOptions;
  #host: Host | undefined;
  /** Components loaded since the host was opened, by their bytes. */
  readonly #components = new Map<Uint8Array, Promise<Component<Exports>>>();
  /** Offset of the host's clock in milliseconds. */
  #moved = 0;

  constructor(engine: Engine, options: ReferenceHostOptions) {
    this.#engine = engine;
    this.#options = options;
    this.lacks = [
      ...(options.commit === "operation" ? (["one-call-is-one-transaction"] as const) : []),
      ...(engine.leaveBehind === undefined ? (["commits-outlive-a-kill"] as const) : []),
    ];
  }

  async open(): Promise<void> {
    const {
      mode,
      commit = "call",
      limits = {},
      change = (host) => host,
      changeBackend = (backend) => backend,
    } = this.#options;
    const engine = changeBackend(await this.#engine.open());
    const backend = mode === "jspi" && engine.mode === "sync" ? promised(engine as Backend<"sync">) : engine;
    const clock = () => Date.now() + this.#moved;
    this.#host = change(
      await openHost<typeof backend.mode>({ backend, clock, commit, limits, cipher, telemetry: false, log: () => {} }),
    );
    this.interfaces = this.#host.interfaces.map((name) => name.replace(/^.*\/|@.*$/g, ""));
  }

  async start(bytes: Uint8Array, role: Role): Promise<JudgedInstance> {
    const component = await this.#loaded(bytes);
    return new Judged(await component.start(role.id, toGrants(role)));
  }

  async restart(): Promise<void> {
    await this.#stop();
    await this.open();
  }

  async kill(): Promise<void> {
    // The data is copied first; the orderly end afterwards does not change the copy.
    await this.#engine.leaveBehind?.();
    await this.restart();
  }

  async wait(seconds: number): Promise<void> {
    this.#moved += seconds * 1_000;
  }

  async close(): Promise<void> {
    await this.#stop();
    await this.#engine.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #stop(): Promise<void> {
    const components = [...this.#components.values()];
    this.#components.clear();
    for (const component of components) await (await component).stop();
  }

  #loaded(bytes: Uint8Array): Promise<Component<Exports>> {
    const known = this.#components.get(bytes);
    if (known !== undefined) return known;
    const host = this.#host;
    if (host === undefined) throw new Error("the host is not open");
    const isolation = this.#options.mode === "threads" ? { isolation: workerThreads() } : {};
    const loading = load<Exports>(bytes, {
      host,
      manifest: UNUSED,
      cache: this.#options.cache ?? sharedCache,
      telemetry: false,
      ...isolation,
    });
    this.#components.set(bytes, loading);
    return loading;
  }
}

/** Placeholder: each role has grants of its own. */
const UNUSED: Manifest = { component: { id: "laws", version: "1.0.0" }, grants: { access: "none", quotaBytes: 0 } };

function toGrants({ access, quotaBytes, keys, namespaces }: Role): Manifest["grants"] {
  const shared = namespaces.map(({ name, ...grant }) => [name, patterned(grant)] as const);
  return { ...patterned({ access, keys }), quotaBytes: Number(quotaBytes), namespaces: Object.fromEntries(shared) };
}

function patterned({ access, keys }: Pick<Role, "access" | "keys">): {
  access: Role["access"];
  keys?: readonly string[];
} {
  return keys === undefined ? { access } : { access, keys };
}

class Judged implements JudgedInstance {
  readonly #instance: Instance<Exports>;

  constructor(instance: Instance<Exports>) {
    this.#instance = instance;
  }

  listLaws(): Promise<readonly Law[]> {
    return this.#instance.call("laws.listLaws");
  }

  async run(law: string, step: number, memo: string): Promise<RunEnding> {
    try {
      return { tag: "ok", val: await this.#instance.call("laws.run", law, step, memo) };
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.code === "refused") return { tag: "err", val: error.payload as StepVerdict };
      return { tag: "failed", val: error.message };
    }
  }

  stop(): Promise<void> {
    return this.#instance.stop();
  }
}
