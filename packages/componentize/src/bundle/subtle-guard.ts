// The engine of components has HMAC, and RSA and ECDSA in part: most calls with those end the component, and so do some
// with arguments that are odd. A component whose code names `crypto.subtle` begins with a guard, which lets through
// what the engine can do.
import type { Plugin } from "rolldown";

/** The object that the guard wraps: the prototype of `SubtleCrypto`. */
export interface SubtleFunctions {
  /** As `SubtleCrypto.importKey`: it rejects for what cannot be imported. */
  importKey: (...args: unknown[]) => Promise<unknown>;
  /** As `SubtleCrypto.sign`: it rejects for what cannot sign. */
  sign: (...args: unknown[]) => Promise<unknown>;
  /** As `SubtleCrypto.verify`: it rejects for what cannot verify. */
  verify: (...args: unknown[]) => Promise<unknown>;
}

/**
 * Has `importKey`, `sign` and `verify` reject with a `NotSupportedError` whatever the engine cannot do: every algorithm
 * but HMAC, and keys of it that are neither `raw` nor `jwk`. What an algorithm says is read once.
 *
 * It runs inside of components, which get its source, and in the realms of mock mode: it uses nothing but its arguments
 * and the language.
 */
export function guardSubtle(subtle: SubtleFunctions, Exception: new (message: string, name: string) => Error): void {
  const { importKey, sign, verify } = subtle;
  const refused = (problem: string) =>
    new Exception(
      `crypto.subtle: ${problem} is not supported in a component, which has HMAC with raw and jwk keys`,
      "NotSupportedError",
    );
  const fieldsOf = (algorithm: unknown): { name?: unknown; hash?: unknown; length?: unknown } =>
    (typeof algorithm === "object" && algorithm !== null) || typeof algorithm === "function"
      ? algorithm
      : { name: algorithm };
  const requireHmac = (name: unknown) => {
    const text = `${name as string}`; // throws for a symbol, as the engine does
    if (text.toUpperCase() !== "HMAC") throw refused(`the algorithm "${text.slice(0, 100)}"`);
    return "HMAC";
  };
  const bitsOf = (length: unknown) => {
    const bits = Number(length);
    if (Number.isInteger(bits) && bits >= 0 && bits <= 0xffff_ffff) return bits;
    throw new TypeError("crypto.subtle.importKey: the length of a key must be a whole number of bits");
  };
  Object.assign(subtle, {
    async importKey(this: unknown, ...args: unknown[]) {
      if (args.length < 5) return Reflect.apply(importKey, this, args);
      const [format, data, algorithm, extractable, usages] = args;
      const form = `${format as string}`;
      const fields = fieldsOf(algorithm);
      const name = requireHmac(fields.name);
      if (form === "spki" || form === "pkcs8") throw refused(`a key in the format "${form}"`);
      const { hash, length } = fields;
      const read = length === undefined ? { name, hash } : { name, hash, length: bitsOf(length) };
      return Reflect.apply(importKey, this, [form, data, read, extractable, usages]);
    },
    async sign(this: unknown, ...args: unknown[]) {
      if (args.length < 3) return Reflect.apply(sign, this, args);
      const [algorithm, ...others] = args;
      return Reflect.apply(sign, this, [requireHmac(fieldsOf(algorithm).name), ...others]);
    },
    async verify(this: unknown, ...args: unknown[]) {
      if (args.length < 4) return Reflect.apply(verify, this, args);
      const [algorithm, ...others] = args;
      return Reflect.apply(verify, this, [requireHmac(fieldsOf(algorithm).name), ...others]);
    },
  });
}

/** Begins a bundle with the guard if the code of one of its modules names `subtle`. */
export function subtleGuard(): Plugin {
  let isNeeded = false;
  return {
    name: "airssys-subtle-guard",
    transform(code) {
      isNeeded ||= /\bsubtle\b/.test(code);
      return null;
    },
    intro: () => (isNeeded ? `(${String(guardSubtle)})(SubtleCrypto.prototype, DOMException);` : ""),
  };
}
