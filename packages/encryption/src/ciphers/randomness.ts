import { EncryptionError } from "../errors/encryption-error.ts";
import { isOfFrozenGenerator } from "./frozen-generator.ts";

declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array } | undefined;

const PROBE_BYTES = 16;

/** Random bytes, once it is sure that they are random. */
export class Randomness {
  #isProven = false;

  /** Throws an `EncryptionError` with `no-randomness` where there is none. */
  bytes(length: number): Uint8Array {
    if (!this.#isProven) proveRandom();
    this.#isProven = true;
    return draw(length);
  }
}

/**
 * A component is a snapshot: whatever was drawn when it was built would be the same in all instances, which is why the
 * build refuses draws. One that is built without the feature `random` draws from a generator that begins anew in every
 * instance.
 */
function proveRandom(): void {
  if (typeof crypto === "undefined") {
    throw noRandomness("this engine has no crypto.getRandomValues");
  }
  const probe = draw(PROBE_BYTES);
  if (isOfFrozenGenerator(probe) || String(probe) === String(draw(PROBE_BYTES))) {
    throw noRandomness(
      'this component is built without the feature "random", so all its instances draw the same bytes',
    );
  }
}

function draw(length: number): Uint8Array {
  return (crypto as NonNullable<typeof crypto>).getRandomValues(new Uint8Array(length));
}

function noRandomness(problem: string): EncryptionError {
  return new EncryptionError("no-randomness", `${problem}: nothing can be sealed here except with the host's cipher`);
}
