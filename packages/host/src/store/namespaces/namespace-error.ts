import { brand, isInstance } from "@airssys/protocol";
import type { RecordState } from "../format/namespace-record.ts";

/**
 * Identifies what stands in the way of work on a whole namespace.
 *
 * - `absent`: there is no namespace of this name.
 * - `occupied`: it holds keys, and must be empty.
 * - `filling`: it is being filled, or a copy or an import was interrupted. `remove` makes room.
 * - `removing`: it is being removed, or a removal was interrupted. `remove` brings it to its end.
 */
export type NamespaceErrorCode = "absent" | "occupied" | Exclude<RecordState, "open">;

/**
 * Thrown when a namespace is not in the state that work on all of it needs. Nothing has been changed. Compare `code`,
 * not the message.
 */
export class NamespaceError extends Error {
  override readonly name: string = "NamespaceError";
  readonly code: NamespaceErrorCode;
  readonly namespace: string;

  constructor(code: NamespaceErrorCode, namespace: string) {
    super(`${namespace} ${REASONS[code]}`);
    this.code = code;
    this.namespace = namespace;
    brand(this, "NamespaceError");
  }

  /** Answers `instanceof NamespaceError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is NamespaceError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, NamespaceError, value, "NamespaceError");
  }
}

const REASONS: Readonly<Record<NamespaceErrorCode, string>> = {
  absent: "does not exist",
  occupied: "holds keys already; remove it first, or choose another name",
  filling: "is being filled, or was left so by a copy or an import that was interrupted; remove it to begin anew",
  removing: "is being removed, or was left so by a removal that was interrupted; remove it again",
};

/** @throws NamespaceError if a namespace is being filled or removed */
export function requireOpen(state: RecordState, namespace: string): void {
  if (state !== "open") throw new NamespaceError(state, namespace);
}
