import type { Backend } from "@airssys/backend";
import { DEFAULT_LIMITS, keyFault } from "@airssys/protocol";

/** What every way of writing a get is given: a namespace's view of an engine. */
export type View = Backend<"sync">;

/** What every one of them answers, as the host answers a component. */
export interface Got {
  readonly tag: "ok" | "err";
  readonly val: Uint8Array | string | undefined;
}

const encoder = new TextEncoder();
const HEADER_BYTES = 9;

/** The work of a get apart from reading, the same in all of them: the key's grammar, ... */
export function requireKey(key: string): void {
  const fault = keyFault(key, DEFAULT_LIMITS.keyBytesMax);
  if (fault !== undefined) throw new RangeError(fault);
}

/** ... its bytes, ... */
export function engineKey(key: string): Uint8Array {
  return encoder.encode(key);
}

/** ... and the value behind the header of what is stored. */
export function guestValue(entry: Uint8Array | undefined): Uint8Array | undefined {
  return entry?.subarray(HEADER_BYTES);
}

export function refused(cause: unknown): Got {
  return { tag: "err", val: String(cause) };
}
