import type { Binding, NamespaceUsage } from "@airssys/host";
import { CallError } from "./call-error.ts";
import type { Compiled, ExportsObject } from "./compiled.ts";
import {
  type AnyExports,
  type CallArguments,
  type CallResult,
  type ExportAt,
  type ExportPath,
  exportAt,
} from "./export-path.ts";
import { type Gate, gated } from "./gate.ts";
import { type OutputListener, OutputTail } from "./output.ts";
import { createWasi } from "./wasi/wasi.ts";

/** A component at work under one id. */
export interface Instance<Exports = AnyExports> {
  readonly id: string;
  /** The end of what the component printed to its standard error. */
  readonly stderr: string;
  /** The end of what the component printed to its standard output. */
  readonly stdout: string;
  /** How many times a trap has made a new instance necessary. */
  readonly traps: number;
  /**
   * Calls an export. The call is one transaction: when the promise resolves, everything that it wrote is durable; when it rejects, nothing of it
   * was written. (In a host that commits each operation, what was written before the call failed stays.) Calls of one instance run one after the other, in the order in which they were made.
   *
   * @param path `"function"`, or `"interface.function"`.
   * @throws CallError with the code that says how it ended.
   */
  call<Path extends ExportPath<Exports>>(
    path: Path,
    ...args: CallArguments<ExportAt<Exports, Path>>
  ): Promise<CallResult<ExportAt<Exports, Path>>>;
  /** What the component's namespace uses and may use. */
  usage(): Promise<NamespaceUsage>;
  /** Lets the calls made so far end, and refuses new ones. Stopping twice is fine. */
  stop(): Promise<void>;
  /** The same as {@link Instance.stop}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes an instance and proves that it can be instantiated. */
export async function startInstance<Exports>(
  compiled: Compiled,
  binding: Binding,
  listen: OutputListener | undefined,
): Promise<Instance<Exports>> {
  const instance = new BoundInstance<Exports>(compiled, binding, listen);
  await instance.instantiate();
  return instance;
}

/** What can be called, until it traps. */
interface Live {
  readonly exports: ExportsObject;
  readonly gate: Gate;
}

class BoundInstance<Exports> implements Instance<Exports> {
  readonly #compiled: Compiled;
  readonly #binding: Binding;
  readonly #stdout: OutputTail;
  readonly #stderr: OutputTail;
  /** What the call under way has printed to its standard error, if anything. */
  #errorsOfCall: OutputTail | undefined;
  #live: Live | undefined;
  #lastCall: Promise<unknown> = Promise.resolve();
  #isStopped = false;
  #traps = 0;

  constructor(compiled: Compiled, binding: Binding, listen: OutputListener = () => {}) {
    this.#compiled = compiled;
    this.#binding = binding;
    this.#stdout = new OutputTail((text) => listen(binding.componentId, "stdout", text));
    this.#stderr = new OutputTail((text) => listen(binding.componentId, "stderr", text));
  }

  get id(): string {
    return this.#binding.componentId;
  }

  get stdout(): string {
    return this.#stdout.text;
  }

  get stderr(): string {
    return this.#stderr.text;
  }

  get traps(): number {
    return this.#traps;
  }

  /** Makes what is called. Code that a component runs when it is instantiated is a transaction of its own. */
  async instantiate(): Promise<Live> {
    const { imports, gate } = gated(this.#binding.imports);
    const wasi = createWasi({ stdout: this.#stdout.write, stderr: this.#hearError });
    const start = () => this.#compiled.instantiate({ ...wasi, ...imports });
    this.#live = { exports: await this.#asTransaction("the start", gate, start), gate };
    return this.#live;
  }

  call<Path extends ExportPath<Exports>>(
    path: Path,
    ...args: CallArguments<ExportAt<Exports, Path>>
  ): Promise<CallResult<ExportAt<Exports, Path>>> {
    if (this.#isStopped) return Promise.reject(new CallError("stopped", `the component ${this.id} is stopped`));
    const call = this.#lastCall.then(() => this.#run(path, args));
    this.#lastCall = call.catch(() => {}); // the caller hears of it; the next call runs all the same
    return call as Promise<CallResult<ExportAt<Exports, Path>>>;
  }

  async usage(): Promise<NamespaceUsage> {
    return this.#binding.usage();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#lastCall;
    this.#live = undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #run(path: string, args: readonly unknown[]): Promise<unknown> {
    const { exports, gate } = this.#live ?? (await this.instantiate());
    const callee = exportAt(exports, path);
    if (callee === undefined) throw noSuchExport(path, exports);
    return await this.#asTransaction(path, gate, () => callee(...args));
  }

  readonly #hearError = (bytes: Uint8Array): void => {
    this.#stderr.write(bytes);
    this.#errorsOfCall ??= new OutputTail(() => {});
    this.#errorsOfCall.write(bytes);
  };

  /** Lets the guest work, and commits what it wrote if it returns. */
  async #asTransaction<T>(what: string, gate: Gate, work: () => T | Promise<T>): Promise<T> {
    this.#errorsOfCall = undefined;
    this.#binding.begin();
    gate.open();
    let result: T;
    try {
      const answer = work();
      // Not awaited without need: nothing may come between the call and its commit.
      result = answer instanceof Promise ? await answer : answer;
      gate.requireQuiet();
    } catch (cause) {
      gate.close();
      this.#binding.rollback();
      throw this.#ended(what, cause);
    }
    gate.close();
    await this.#commit(what);
    return result;
  }

  async #commit(path: string): Promise<void> {
    try {
      await this.#binding.commit();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CallError("not-committed", `${path} of ${this.id} was not committed: ${reason}`, { cause });
    }
  }

  /** What an export threw: an error that it returned leaves the instance well, anything else has destroyed it. */
  #ended(path: string, cause: unknown): CallError {
    if (cause instanceof Error && Object.hasOwn(cause, "payload")) {
      const payload = (cause as Error & { payload: unknown }).payload;
      return new CallError("refused", `${path} of ${this.id} returned the error ${describe(payload)}`, {
        payload,
        cause,
      });
    }
    this.#live = undefined;
    this.#traps++;
    const stderr = this.#errorsOfCall?.text ?? "";
    const reason = exceptionIn(stderr) ?? (cause instanceof Error ? cause.message : String(cause));
    return new CallError("trapped", `${path} of ${this.id} trapped: ${reason}`, { cause, stderr });
  }
}

/** What a guest of JavaScript did not catch, as its engine prints it before it gives up: the message, then the stack. */
function exceptionIn(stderr: string): string | undefined {
  const messages = Array.from(stderr.matchAll(/^(.+)\nStack:\n/gm), ([, message]) => message);
  return messages.filter((message) => !message?.startsWith("Caused by: ")).at(-1);
}

function describe(payload: unknown): string {
  return JSON.stringify(payload, (_key, value) => (typeof value === "bigint" ? value.toString() : value));
}

function noSuchExport(path: string, exports: ExportsObject): CallError {
  const known = Object.entries(exports).flatMap(([name, value]) => {
    if (typeof value === "function") return [name];
    return name.includes("/") ? [] : Object.keys(value as object).map((each) => `${name}.${each}`);
  });
  return new CallError("no-such-export", `the component has no export ${path}; it has ${known.join(", ")}`);
}
