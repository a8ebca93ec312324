import { webcrypto } from "node:crypto";
import { types } from "node:util";
import type { GuestEnvironment } from "@airssys/runtime";
import { performance } from "../platform-time.ts";
import { consoleOf } from "./console.ts";
import { dateOf } from "./date.ts";
import { define } from "./define.ts";
import type { EventLoop } from "./event-loop.ts";
import { exceptionOf } from "./exception.ts";
import { platformOf } from "./platform.ts";
import type { Realm } from "./realm.ts";
import { regExpOf } from "./reg-exp.ts";
import { subtleOf } from "./subtle.ts";

/** What the globals of a guest are made of. */
export interface GlobalsOptions {
  readonly realm: Realm;
  readonly loop: EventLoop;
  readonly surroundings: Pick<GuestEnvironment, "stdout" | "stderr">;
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
    (call: unknown, delay?: unknown, ...args: unknown[]) => {
      const problem = `${isRepeated ? "setInterval" : "setTimeout"}: first argument must be a function`;
      if (typeof call !== "function") throw new realm.intrinsics.TypeError(problem);
      return loop.schedule(() => void Reflect.apply(call, undefined, args), Number(delay ?? 0), isRepeated);
    };
  const cancel = (id: unknown) => loop.cancel(Number(id));
  define(global, {
    self: global,
    console: consoleOf(realm, options.surroundings),
    RegExp: regExpOf(realm),
    Date: dateOf(realm, options.clock),
    setTimeout: schedule(false),
    setInterval: schedule(true),
    clearTimeout: cancel,
    clearInterval: cancel,
    performance: performanceOf(options),
    crypto: cryptoOf(options),
    TextEncoder: textEncoderOf(realm),
    TextDecoder: textDecoderOf(realm),
    ...platformOf(realm),
    queueMicrotask: (call: () => void) => realm.await(() => undefined, { done: () => call(), failed: () => {} }),
    InternalError: class InternalError extends realm.intrinsics.Error {},
    ...Object.fromEntries(WAITING.map((name) => [name, unavailable(realm, name)])),
  });
  realm.intrinsics.Math.random = inCall(options, "Math.random()", Math.random);
}

/** What the language has here, and not in a component. */
const ABSENT = ["Intl", "WebAssembly", "SharedArrayBuffer", "Atomics"];

/** What goes on by the event loop of the program, which does not turn while a guest is called. */
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

function performanceOf(options: GlobalsOptions): object {
  return { now: inCall(options, "performance.now()", () => performance.now()), timeOrigin: performance.timeOrigin };
}

function cryptoOf(options: GlobalsOptions): object {
  const { realm } = options;
  return {
    subtle: subtleOf(realm),
    getRandomValues: inCall(options, "crypto.getRandomValues()", (view: unknown) => filled(realm, view)),
    randomUUID: inCall(options, "crypto.randomUUID()", () => webcrypto.randomUUID()),
  };
}

function filled(realm: Realm, view: unknown): unknown {
  const refused = (problem: string, name: string) =>
    new (exceptionOf(realm))(`crypto.getRandomValues: ${problem}`, name);
  if (!types.isTypedArray(view) || /^Float/.test(view[Symbol.toStringTag]))
    throw refused("input must be an integer-typed TypedArray", "TypeMismatchError");
  const { byteLength } = view;
  if (byteLength > 65_536)
    throw refused(`input byteLength must be at most 65536, but is ${byteLength}`, "QuotaExceededError");
  return webcrypto.getRandomValues(view as Uint8Array); // or another one of integers
}

const encoder = new TextEncoder();

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
