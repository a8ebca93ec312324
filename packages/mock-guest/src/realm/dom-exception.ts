import { define } from "./define.ts";
import type { Realm } from "./realm.ts";

/** The constructor of `DOMException`. */
export type RealmException = new (message?: string, name?: string) => Error;

const made = new WeakMap<Realm, RealmException>();

/** Returns the `DOMException` of a realm. */
export function domException(realm: Realm): RealmException {
  const known = made.get(realm) ?? exceptionIn(realm);
  made.set(realm, known);
  return known;
}

function exceptionIn({ intrinsics }: Realm): RealmException {
  return class DOMException extends intrinsics.Error {
    constructor(message = "", name = "Error") {
      super(message);
      define(this, { name, code: CODES[name] ?? 0 });
    }
  };
}

const CODES: Readonly<Record<string, number>> = {
  InvalidCharacterError: 5,
  NotSupportedError: 9,
  TypeMismatchError: 17,
  AbortError: 20,
  QuotaExceededError: 22,
  TimeoutError: 23,
  DataCloneError: 25,
};
