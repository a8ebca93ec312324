import { topLevelError } from "@airssys/componentize/script";
import type { Guest, GuestEnvironment, GuestFunction } from "@airssys/runtime";
import { withCurrentGuest } from "../crossing/current-guest.ts";
import { exportedFunctions } from "../crossing/exported.ts";
import type { GuestCall } from "../crossing/guest-call.ts";
import type { GuestCode } from "../crossing/guest-code.ts";
import { type ImportOf, importedFunctions } from "../crossing/imported.ts";
import { installGlobals } from "../globals/globals.ts";
import { EventLoop } from "../realm/event-loop.ts";
import { onLostRejections } from "../realm/lost-rejections.ts";
import { createRealm } from "../realm/realm.ts";
import { describeFailure, describeLostRejection, toTrap } from "./trap.ts";

const encoder = new TextEncoder();

/** Maximum number of stack frames, as in the engine of components. */
const STACK_FRAMES_MAX = 128;

/** A guest in a realm of its own. */
export class ScriptGuest implements Guest {
  readonly #code: GuestCode;
  readonly #surroundings: GuestEnvironment;
  readonly #realm = createRealm();
  readonly #loop = new EventLoop(this.#realm);
  #imports: ImportOf = () => () => undefined;
  /** Stacks before they are mapped to the author's files. */
  readonly #stacks = new WeakMap<Error, string>();
  /** An error that ends the guest, even if its code catches it. */
  #fatal: { readonly cause: unknown } | undefined;
  /** The error of a call that the top level may not make. */
  #refusal: Error | undefined;
  #isBuilt = false;
  #isEnded = false;

  constructor(code: GuestCode, surroundings: GuestEnvironment) {
    this.#code = code;
    this.#surroundings = surroundings;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** @throws ComponentizeError `top-level`, `missing-export` */
  async start(): Promise<ReadonlyMap<string, GuestFunction>> {
    const { clock = Date.now } = this.#surroundings;
    installGlobals({
      realm: this.#realm,
      loop: this.#loop,
      surroundings: this.#surroundings,
      clock,
      requireBuilt: (what) => this.#requireBuilt(what),
    });
    this.#showOwnFrames();
    onLostRejections(this.#realm, (reason) => this.#print(describeLostRejection(reason, this.#code)));
    const exports = this.#evaluate();
    this.#isBuilt = true;
    return exportedFunctions(this.#code, exports, (call) => this.#call(call));
  }

  async end(): Promise<void> {
    this.#isEnded = true;
  }

  /** Runs the top level, which a component runs once when it is built. */
  #evaluate(): object {
    const imports = importedFunctions(this.#code, this.#surroundings.imports, {
      realm: this.#realm,
      requireBuilt: (what) => this.#requireBuilt(what),
      fatal: (cause) => {
        this.#fatal ??= { cause };
      },
    });
    this.#imports = imports;
    const main = this.#realm.run(this.#code.script) as (importOf: ImportOf) => object;
    try {
      const exports = main(imports);
      this.#realm.drain();
      return exports;
    } catch (cause) {
      throw this.#topLevel(cause);
    }
  }

  #topLevel(cause: unknown): Error {
    const stack = String((cause as Error | undefined)?.stack ?? "");
    const problem = cause !== undefined && cause === this.#refusal ? this.#refusal.message : String(cause);
    const error = topLevelError(problem, this.#code.trace.locate(this.#stacks.get(cause as Error) ?? stack));
    return Object.assign(error, { cause });
  }

  /** Maps the stacks of the realm's errors to the author's files. */
  #showOwnFrames(): void {
    const prepareStackTrace = (error: Error, sites: readonly NodeJS.CallSite[]) => {
      const stack = sites.map((site) => `at ${site}`).join("\n");
      this.#stacks.set(error, stack);
      return [String(error), ...this.#code.frames(stack).map((frame) => `    ${frame}`)].join("\n");
    };
    const { Error: RealmError } = this.#realm.intrinsics;
    Object.defineProperty(RealmError, "prepareStackTrace", { value: prepareStackTrace, configurable: true });
    RealmError.stackTraceLimit = STACK_FRAMES_MAX;
  }

  #requireBuilt(what: string): void {
    if (this.#isBuilt) return;
    // An error of the realm, whose stack names the author's files.
    this.#refusal = new this.#realm.intrinsics.Error(`${what} cannot be called at build time`);
    throw this.#refusal;
  }

  /** @throws the error that ends the guest */
  #call({ work, finish, rescue }: GuestCall): unknown {
    let answer: unknown;
    try {
      answer = withCurrentGuest(this.#imports, () => this.#loop.run(work, finish, rescue));
    } catch (cause) {
      throw this.#fatal?.cause ?? this.#trap(cause);
    }
    if (this.#fatal !== undefined) throw this.#fatal.cause;
    return answer;
  }

  #trap(cause: unknown): unknown {
    this.#print(describeFailure(cause, this.#code));
    return toTrap(cause, this.#code);
  }

  #print(text: string): void {
    if (!this.#isEnded) this.#surroundings.stderr(encoder.encode(text));
  }
}
