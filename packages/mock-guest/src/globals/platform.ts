// Globals of a component that belong to the web platform and not to the language. Each realm has classes of its own, so
// that no other guest sees changes to them.
import { define } from "../realm/define.ts";
import { domException } from "../realm/dom-exception.ts";
import type { Realm } from "../realm/realm.ts";
import { clonedInto } from "./structured-clone.ts";

/** Creates the platform globals that need nothing but a realm. They throw errors of the realm where possible. */
export function createPlatform(realm: Realm): Readonly<Record<string, unknown>> {
  const { RangeError: RealmRangeError } = realm.intrinsics;
  const RealmException = domException(realm);
  const outOfRange = () => new RealmRangeError("String contains an invalid character");
  const Signal = signalClass();
  const Params = ownClass(URLSearchParams);
  return {
    ...Object.fromEntries(
      [Event, EventTarget, CustomEvent, Headers, FormData].map((each) => [each.name, ownClass(each)]),
    ),
    AbortSignal: Signal,
    AbortController: controllerClass(Signal),
    URLSearchParams: Params,
    URL: urlClass(realm, Params),
    DOMException: RealmException,
    structuredClone: (value: unknown) =>
      orElse(
        () => clonedInto(realm.intrinsics, value),
        (message) => new RealmException(message, "DataCloneError"),
      ),
    atob: (text: string) => orElse(() => atob(text), outOfRange),
    btoa: (text: string) => orElse(() => btoa(text), outOfRange),
  };
}

type Class = new (...args: unknown[]) => object;

/** Derives a class whose `instanceof` also accepts instances of its base. */
function ownClass(platform: { readonly name: string }): Class {
  const base = platform as Class;
  const own = class extends base {};
  Object.defineProperty(own, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return Reflect.apply(Function.prototype[Symbol.hasInstance], this === own ? base : this, [value]);
    },
  });
  define(own, { name: base.name });
  return own;
}

/** Gives a platform object the prototype of a derived class. */
function adopted<T extends object>(object: T, own: Class): T {
  return Object.setPrototypeOf(object, own.prototype);
}

function signalClass(): Class {
  const own = ownClass(AbortSignal);
  for (const name of ["abort", "timeout", "any"] as const) {
    const make = AbortSignal[name] as (...args: unknown[]) => AbortSignal;
    define(own, { [name]: (...args: unknown[]) => adopted(Reflect.apply(make, AbortSignal, args), own) });
  }
  return own;
}

function controllerClass(Signal: Class): Class {
  const own = ownClass(AbortController);
  const { signal } = Object.getOwnPropertyDescriptors(AbortController.prototype);
  Object.defineProperty(own.prototype, "signal", {
    ...signal,
    get(): unknown {
      return adopted(Reflect.apply(signal?.get as () => AbortSignal, this, []), Signal);
    },
  });
  return own;
}

/** Creates the `URL` of a realm, without the static functions that a component lacks. */
function urlClass({ intrinsics }: Realm, Params: Class): unknown {
  const own = function (...args: unknown[]): object {
    if (new.target === undefined)
      throw new intrinsics.TypeError("calling a builtin URL constructor without new is forbidden");
    const asked = new.target;
    return orElse(
      () => Reflect.construct(URL, args, asked),
      (message) => new intrinsics.TypeError(message),
    );
  };
  const { searchParams } = Object.getOwnPropertyDescriptors(URL.prototype);
  own.prototype = Object.create(URL.prototype, {
    searchParams: {
      ...searchParams,
      get(): unknown {
        return adopted(Reflect.apply(searchParams?.get as () => URLSearchParams, this, []), Params);
      },
    },
  });
  define(own.prototype, { constructor: own });
  define(own, { name: "URL", length: 1 });
  return own;
}

function orElse<T>(work: () => T, made: (message: string) => Error): T {
  try {
    return work();
  } catch (error) {
    throw made(error instanceof Error ? error.message : String(error));
  }
}
