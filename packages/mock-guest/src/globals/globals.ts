import { webcrypto } from "node:crypto";
import { types } from "node:util";
import type { GuestEnvironment } from "@airssys/runtime";
import { define } from "../realm/define.ts";
import { domException } from "../realm/dom-exception.ts";
import type { EventLoop } from "../realm/event-loop.ts";
import { performance } from "../realm/platform-clock.ts";
import type { Realm } from "../realm/realm.ts";
import { createConsole } from "./console.ts";
import { createDate } from "./date.ts";
import { createPlatform } from "./platform.ts";
import { createRegExp } from "./reg-exp.ts";
import { createSubtle } from "./subtle.ts";

/** The parts that the globals of a guest use. */
export interface GlobalsOptions {
  readonly realm: Realm;
  readonly loop: EventLoop;
  readonly surroundings: Pick<GuestEnvironment, "stdout" | "stderr">;
  readonly clock: () => number;
  /** Throws while the top level runs. Called by globals that cannot be used at build time. */
  readonly requireBuilt: (what: string) => void;
}

/** Adds the globals of a component to a realm, and removes those that a component lacks. */
export function installGlobals(options: GlobalsOptions): void {
  const { realm, loop } = options;
  const { global } = realm;
  for (const name of ABSENT) Reflect.deleteProperty(global, name);
  removeLocales(realm);
  const schedule =
    (isRepeated: boolean) =>
    (call: unknown, delay?: unknown, ...args: unknown[]) => {
      const problem = `${isRepeated ? "setInterval" : "setTimeout"}: first argument must be a function`;
      if (typeof call !== "function") throw new realm.intrinsics.TypeError(problem);
      return loop.schedule(() => void Reflect.apply(call, undefined, args), Number(delay ?? 0), isRepeated);
    };
  const cancel = (id: unknown) => loop.cancel(Number(id));
  define(global, {
    self: global,
    console: createConsole(realm, options.surroundings),
    RegExp: createRegExp(realm),
    Date: createDate(realm, options.clock),
    setTimeout: schedule(false),
    setInterval: schedule(true),
    clearTimeout: cancel,
    clearInterval: cancel,
    performance: createPerformance(options),
    crypto: createCrypto(options),
    TextEncoder: createTextEncoder(realm),
    TextDecoder: createTextDecoder(realm),
    ...createPlatform(realm),
    queueMicrotask: (call: () => void) => realm.await(() => undefined, { done: () => call(), failed: () => {} }),
    InternalError: class InternalError extends realm.intrinsics.Error {},
    ...Object.fromEntries(WAITING.map((name) => [name, unavailable(realm, name)])),
  });
  realm.intrinsics.Math.random = inCall(options, "Math.random()", Math.random);
}

/** Built-ins of V8 that a component lacks. */
const ABSENT = ["Intl", "WebAssembly", "SharedArrayBuffer", "Atomics"];

/** Globals that need the event loop of the process, which does not run while a guest is called. */
const WAITING = [
  ...["fetch", "Request", "Response", "Blob", "File", "CompressionStream", "DecompressionStream"],
  ...["ReadableStream", "WritableStream", "TransformStream"],
];

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

function createPerformance(options: GlobalsOptions): object {
  return { now: inCall(options, "performance.now()", () => performance.now()), timeOrigin: performance.timeOrigin };
}

function createCrypto(options: GlobalsOptions): object {
  const { realm } = options;
  return {
    subtle: createSubtle(realm),
    getRandomValues: inCall(options, "crypto.getRandomValues()", (view: unknown) => filled(realm, view)),
    randomUUID: inCall(options, "crypto.randomUUID()", () => webcrypto.randomUUID()),
  };
}

function filled(realm: Realm, view: unknown): unknown {
  const refused = (problem: string, name: string) =>
    new (domException(realm))(`crypto.getRandomValues: ${problem}`, name);
  if (!types.isTypedArray(view) || /^Float/.test(view[Symbol.toStringTag]))
    throw refused("input must be an integer-typed TypedArray", "TypeMismatchError");
  const { byteLength } = view;
  if (byteLength > 65_536)
    throw refused(`input byteLength must be at most 65536, but is ${byteLength}`, "QuotaExceededError");
  return webcrypto.getRandomValues(view as Uint8Array); // `Uint8Array` stands for any typed array of integers
}

const encoder = new TextEncoder();

function createTextEncoder({ intrinsics }: Realm): unknown {
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

function createTextDecoder({ intrinsics }: Realm): unknown {
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

/** A component has no locales: texts are ordered by code units, and numbers are written as in JavaScript. */
function removeLocales({ intrinsics }: Realm): void {
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
  const digits = (part: number) => String(part).padStart(2, "0");
  const local = (write: (date: Date) => string) =>
    function (this: Date): string {
      return Number.isNaN(this.getTime()) ? "InvalidDate" : write(this);
    };
  define(RealmDate.prototype, {
    toLocaleString: local((date) => {
      const [day, month, , , time] = date.toString().split(" ");
      return `${day} ${month} ${String(date.getDate()).padStart(2)} ${time} ${date.getFullYear()}`;
    }),
    toLocaleDateString: local(
      (date) => `${digits(date.getMonth() + 1)}/${digits(date.getDate())}/${date.getFullYear()}`,
    ),
    toLocaleTimeString: local((date) => date.toTimeString().slice(0, 8)),
  });
  define(RealmString.prototype, {
    toLocaleLowerCase: RealmString.prototype.toLowerCase,
    toLocaleUpperCase: RealmString.prototype.toUpperCase,
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
