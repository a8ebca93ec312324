import { Script } from "node:vm";
import { guardSubtle } from "@airssys/componentize/script";
import { domException } from "../realm/dom-exception.ts";
import type { Realm } from "../realm/realm.ts";
import { createDigest } from "./digest.ts";

/** Runs in the realm of the guest, which has a promise queue of its own. */
const GUARD = new Script(`(${String(guardSubtle)})`);

/** Creates `crypto.subtle` of a realm: `digest`, and for other functions the errors of a component. HMAC is missing. */
export function createSubtle(realm: Realm): object {
  const subtle = {
    digest: createDigest(realm),
    importKey: absent(realm, "importKey", 5),
    sign: absent(realm, "sign", 3),
    verify: absent(realm, "verify", 4),
  };
  const guard = realm.run(GUARD) as typeof guardSubtle;
  guard(subtle, domException(realm));
  return subtle;
}

function absent({ intrinsics }: Realm, name: string, least: number): (...args: unknown[]) => Promise<never> {
  return (...args) => {
    const few = `SubtleCrypto.${name}: At least ${least} arguments required, but only ${args.length} passed`;
    const none = `mock mode has no crypto.subtle.${name}: test what needs it as a component, in the mode "memory" or "lmdb"`;
    throw new intrinsics.TypeError(args.length < least ? few : none);
  };
}
