import { createHash, webcrypto } from "node:crypto";
import type { Surroundings } from "@airssys/runtime";
import type { EventLoop } from "./event-loop.ts";
import { printedLine } from "./printed.ts";
import type { Realm } from "./realm.ts";
import { clonedInto } from "./structured-clone.ts";

/** What the globals of a guest are made of. */
export interface GlobalsOptions {
  readonly realm: Realm;
  readonly loop: EventLoop;
  readonly surroundings: Pick<Surroundings, "stdout" | "stderr">;
  readonly clock: () => number;
  /** Called by what cannot be used while the top level runs: it throws then. */
  readonly requireBuilt: (what: string) => void;
}

/** Gives a realm the globals that a component has, and takes away those that it has not. */
export function furnish(options: GlobalsOptions): void {
  const { realm, loop } = options;
  const { global } = realm;
  for (const name of ABSENT) Reflect.deleteProperty(global, name);
  localesOfNowhere(realm);
  const schedule =
    (isRepeated: boolean) =>
    (call: unknown, delay?: unknown, ...args: unknown[]) =>
      loop.schedule(() => void Reflect.apply(call as () => void, undefined, args), Number(delay ?? 0), isRepeated);
  const cancel = (id: unknown) => loop.cancel(Number(id));
  define(global, {
    self: global,
    console: consoleOf(options.surroundings),
    Date: dateOf(realm, options.clock),
    setTimeout: schedule(false),
    setInterval: schedule(true),
    clearTimeout: cancel,
    clearInterval: cancel,
    performance: performanceOf(options),
    crypto: cryptoOf(options),
    TextEncoder: textEncoderOf(realm),
    TextDecoder: textDecoderOf(realm),
    ...errorsOf(realm),
    queueMicrotask: (call: () => void) => realm.await(() => undefined, { done: () => call(), failed: () => {} }),
    InternalError: class InternalError extends realm.intrinsics.Error {},
    ...Object.fromEntries(SHARED.map((name) => [name, (globalThis as Record<string, unknown>)[name]])),
    ...Object.fromEntries(WAITING.map((name) => [name, unavailable(realm, name)])),
  });
  realm.intrinsics.Math.random = inCall(options, "Math.random()", Math.random);
}

/** What the language has here, and not in a component. */
const ABSENT = ["Intl", "WebAssembly", "SharedArrayBuffer", "Atomics"];

/** Of the platform, as they are. */
const SHARED = [
  ...["URLSearchParams", "AbortController", "AbortSignal", "Event", "EventTarget", "CustomEvent"],
  ...["Headers", "FormData"],
];

/** What goes on by the event loop of the program, which does not turn while a guest is called. */
const WAITING = [
  ...["fetch", "Request", "Response", "Blob", "File", "CompressionStream", "DecompressionStream"],
  ...["ReadableStream", "WritableStream", "TransformStream"],
];

function define(holder: object, members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: false });
}

function inCall<Args extends unknown[], Answer>(
  { requireBuilt }: GlobalsOptions,
  what: string,
  work: (...args: Args) => Answer,
): (...args: Args) => Answer {
  return (...args) => {
    requireBuilt(what);
    return work(...args);
  };
}

function unavailable(realm: Realm, name: string): unknown {
  return function absent() {
    const problem = `mock mode has no ${name}: test what needs it as a component, in the mode "memory" or "lmdb"`;
    throw new realm.intrinsics.TypeError(problem);
  };
}

const encoder = new TextEncoder();

function consoleOf({ stdout, stderr }: GlobalsOptions["surroundings"]): object {
  const counts = new Map<string, number>();
  const begun = new Map<string, number>();
  const to = (sink: typeof stdout) => (line: string) => sink(encoder.encode(`${line}\n`));
  const [out, err] = [to(stdout), to(stderr)];
  const print =
    (write: (line: string) => void) =>
    (...values: unknown[]) =>
      write(printedLine(values));
  const nothing = () => {};
  const elapsed =
    (method: string) =>
    (label = "default") => {
      const start = begun.get(label);
      if (start === undefined) err(`No such label '${label}' for console.${method}()`);
      else out(`${label}: ${performance.now() - start}ms`);
      if (method === "timeEnd") begun.delete(label);
    };
  return {
    ...{
      log: print(out),
      info: print(out),
      dir: (value: unknown) => out(printedLine([value])),
      dirxml: print(out),
      table: print(out),
    },
    ...{ group: print(out), groupCollapsed: print(out), groupEnd: nothing, clear: nothing, trace: print(out) },
    ...{ debug: print(err), warn: print(err), error: print(err) },
    // The engine of components complains when it should not, and the other way round.
    assert: (...values: unknown[]) => {
      if (values[0]) err(values.length === 1 ? "Assertion failed" : `Assertion failed:  ${printedLine(values)}`);
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      out(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => {
      if (!counts.delete(label)) err(`Count for '${label}' does not exist`);
    },
    time: (label = "default") => void begun.set(label, performance.now()),
    timeLog: elapsed("timeLog"),
    timeEnd: elapsed("timeEnd"),
  };
}

/** The dates of a realm, for which it is as late as the clock says. */
function dateOf({ intrinsics }: Realm, clock: () => number): unknown {
  const { Date: RealmDate } = intrinsics;
  const now = () => Math.trunc(clock());
  define(RealmDate, { now });
  const clocked = new Proxy(RealmDate, {
    construct: (target, args: unknown[], asked) => Reflect.construct(target, args.length === 0 ? [now()] : args, asked),
    apply: () => new RealmDate(now()).toString(),
  });
  define(RealmDate.prototype, { constructor: clocked });
  return clocked;
}

function performanceOf(options: GlobalsOptions): object {
  return { now: inCall(options, "performance.now()", () => performance.now()), timeOrigin: performance.timeOrigin };
}

function cryptoOf(options: GlobalsOptions): object {
  const { realm } = options;
  const { Uint8Array: RealmBytes, Promise: RealmPromise } = realm.intrinsics;
  const digest = (algorithm: string | { readonly name: string }, data: NodeJS.ArrayBufferView | ArrayBuffer) =>
    new RealmPromise((resolve) => {
      const name = (typeof algorithm === "string" ? algorithm : algorithm.name).replace("-", "");
      const bytes = ArrayBuffer.isView(data) ? data : new Uint8Array(data);
      resolve(RealmBytes.from(createHash(name).update(bytes).digest()).buffer);
    });
  const other = unavailable(realm, "crypto.subtle but for digest");
  return {
    subtle: { digest, importKey: other, sign: other, verify: other },
    getRandomValues: inCall(options, "crypto.getRandomValues()", (view: Uint8Array) => webcrypto.getRandomValues(view)),
    randomUUID: inCall(options, "crypto.randomUUID()", () => webcrypto.randomUUID()),
  };
}

function textEncoderOf({ intrinsics }: Realm): unknown {
  return class TextEncoder {
    readonly encoding = "utf-8";
    encode(text = ""): Uint8Array {
      return intrinsics.Uint8Array.from(encoder.encode(text));
    }
    encodeInto(text: string, into: Uint8Array): object {
      return Object.assign(new intrinsics.Object(), encoder.encodeInto(text, into));
    }
  };
}

function textDecoderOf({ intrinsics }: Realm): unknown {
  return class GuestTextDecoder extends TextDecoder {
    static override readonly name = "TextDecoder";
    override decode(...args: Parameters<InstanceType<typeof TextDecoder>["decode"]>): string {
      try {
        return super.decode(...args);
      } catch (error) {
        throw new intrinsics.TypeError(String(error instanceof Error ? error.message : error));
      }
    }
  };
}

/** What throws errors of the platform throws those of the realm. */
function errorsOf({ intrinsics }: Realm): Readonly<Record<string, unknown>> {
  class RealmException extends intrinsics.Error {
    constructor(message = "", name = "Error") {
      super(message);
      define(this, { name });
    }
  }
  const orElse = <T>(work: () => T, made: (message: string) => Error): T => {
    try {
      return work();
    } catch (error) {
      throw made(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    DOMException: RealmException,
    structuredClone: (value: unknown) =>
      orElse(
        () => clonedInto(intrinsics, value),
        (message) => new RealmException(message, "DataCloneError"),
      ),
    atob: (text: string) =>
      orElse(
        () => atob(text),
        (message) => new intrinsics.RangeError(message),
      ),
    btoa: (text: string) =>
      orElse(
        () => btoa(text),
        (message) => new intrinsics.RangeError(message),
      ),
    URL: new Proxy(URL, {
      construct: (target, args: [string], asked) =>
        orElse(
          () => Reflect.construct(target, args, asked),
          (message) => new intrinsics.TypeError(message),
        ),
    }),
  };
}

/** A component knows no languages: texts are ordered by their code units, and numbers written as JavaScript does. */
function localesOfNowhere({ intrinsics }: Realm): void {
  const { Number: RealmNumber, BigInt: RealmBigInt, String: RealmString, Date: RealmDate } = intrinsics;
  for (const { prototype } of [RealmNumber, RealmBigInt]) {
    const written = prototype.toString;
    define(prototype, {
      toLocaleString(this: unknown): string {
        return Reflect.apply(written, this, []);
      },
    });
  }
  Reflect.deleteProperty(RealmString.prototype, "normalize");
  for (const method of ["toString", "toTimeString"] as const) {
    const native = RealmDate.prototype[method];
    define(RealmDate.prototype, {
      [method](this: Date): string {
        return Reflect.apply(native, this, []).replace("Coordinated Universal Time", "UTC");
      },
    });
  }
  define(RealmDate.prototype, {
    toLocaleString(this: Date): string {
      const [day, month, date, year, time] = this.toString().split(" ");
      return `${day} ${month} ${String(Number(date)).padStart(2)} ${time} ${year}`;
    },
    toLocaleDateString(this: Date): string {
      const digits = (part: number) => String(part).padStart(2, "0");
      return `${digits(this.getMonth() + 1)}/${digits(this.getDate())}/${this.getFullYear()}`;
    },
    toLocaleTimeString(this: Date): string {
      return this.toTimeString().slice(0, 8);
    },
  });
  define(RealmString.prototype, {
    localeCompare(this: string, other: unknown): number {
      return difference(`${this}`, String(other));
    },
  });
}

function difference(left: string, right: string): number {
  for (let at = 0; at < left.length && at < right.length; at++) {
    const each = left.charCodeAt(at) - right.charCodeAt(at);
    if (each !== 0) return each;
  }
  return left.length - right.length;
}
