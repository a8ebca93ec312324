import { createHash } from "node:crypto";
import { types } from "node:util";
import { domException } from "../realm/dom-exception.ts";
import type { Realm } from "../realm/realm.ts";

const ALGORITHMS = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/** Creates `crypto.subtle.digest` of a realm, which refuses the same arguments as that of a component. */
export function createDigest(realm: Realm): (...args: readonly unknown[]) => Promise<ArrayBuffer> {
  const { Uint8Array: RealmBytes, Promise: RealmPromise } = realm.intrinsics;
  return (...args) =>
    new RealmPromise((resolve) => {
      const data = dataIn(realm, args);
      const hash = createHash(algorithmIn(realm, args[0]).replace("-", ""));
      resolve(RealmBytes.from(hash.update(data).digest()).buffer);
    });
}

function dataIn({ intrinsics }: Realm, args: readonly unknown[]): Uint8Array {
  const few = `SubtleCrypto.digest: At least 2 arguments required, but only ${args.length} passed`;
  if (args.length < 2) throw new intrinsics.TypeError(few);
  const data = args[1];
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (types.isArrayBuffer(data)) return new Uint8Array(data);
  throw new intrinsics.TypeError("SubtleCrypto.digest: data must be of type ArrayBuffer or ArrayBufferView");
}

function algorithmIn(realm: Realm, given: unknown): string {
  const name = typeof given === "object" && given !== null ? (given as { readonly name?: unknown }).name : given;
  const known = ALGORITHMS.find((each) => each === String(name).toUpperCase());
  if (known === undefined) throw new (domException(realm))("Algorithm: Unrecognized name", "NotSupportedError");
  return known;
}
