import { topLevelError } from "@airssys/componentize/script";
import type { Guest, GuestEnvironment, GuestFunction } from "@airssys/runtime";
import { asCurrent } from "./current-guest.ts";
import { EventLoop } from "./event-loop.ts";
import { exportedFunctions } from "./exported.ts";
import { furnish } from "./globals.ts";
import type { GuestCall } from "./guest-call.ts";
import type { GuestCode } from "./guest-code.ts";
import { type ImportOf, importedFunctions } from "./imported.ts";
import { hearLostRejections } from "./lost-rejections.ts";
import { createRealm } from "./realm.ts";
import { lastWords, lostWords, trapOf } from "./trap.ts";

const encoder = new TextEncoder();

/** As many as the engine of components has. */
const STACK_FRAMES_MAX = 128;

/** A guest in a realm of its own. */
export class ScriptGuest implements Guest {
  readonly #code: GuestCode;
  readonly #surroundings: GuestEnvironment;
  readonly #realm = createRealm();
  readonly #loop = new EventLoop(this.#realm);
  #imports: ImportOf = () => () => undefined;
  /** Stacks of errors as the engine has them. */
  readonly #stacks = new WeakMap<Error, string>();
  /** What ends the guest, whether or not its code catches it. */
  #fatal: { readonly cause: unknown } | undefined;
  /** What was thrown for a call that the top level cannot make. */
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
    furnish({
      realm: this.#realm,
      loop: this.#loop,
      surroundings: this.#surroundings,
      clock,
      requireBuilt: (what) => this.#requireBuilt(what),
    });
    this.#showOwnFrames();
    hearLostRejections(this.#realm, (reason) => this.#print(lostWords(reason, this.#code)));
    const exports = this.#evaluate();
    this.#isBuilt = true;
    return exportedFunctions(this.#code, exports, (call) => this.#call(call));
  }

  async end(): Promise<void> {
    this.#isEnded = true;
  }

  /** Runs the top level, as it is run once when a component is built. */
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

  /** The errors of the realm tell where in the author's files they come from. */
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
    // Of the realm, and so it tells where in its code it comes from.
    this.#refusal = new this.#realm.intrinsics.Error(`${what} cannot be called at build time`);
    throw this.#refusal;
  }

  /** @throws what ends the guest */
  #call({ work, finish, rescue }: GuestCall): unknown {
    let answer: unknown;
    try {
      answer = asCurrent(this.#imports, () => this.#loop.run(work, finish, rescue));
    } catch (cause) {
      throw this.#fatal?.cause ?? this.#trap(cause);
    }
    if (this.#fatal !== undefined) throw this.#fatal.cause;
    return answer;
  }

  #trap(cause: unknown): unknown {
    this.#print(lastWords(cause, this.#code));
    return trapOf(cause, this.#code);
  }

  #print(text: string): void {
    if (!this.#isEnded) this.#surroundings.stderr(encoder.encode(text));
  }
}
