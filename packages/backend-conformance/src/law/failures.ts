import type { Backend } from "@airssys/backend";

/**
 * Ways to make an engine fail, as far as a subject has them. They are called on a store that exists and is closed. Laws
 * about a failure that is left out are skipped with that reason.
 *
 * @example
 * ```ts
 * import type { Failures } from "@airssys/backend-conformance";
 * import { openLmdb } from "@airssys/backend-lmdb";
 *
 * const failures: Failures = { openReadOnly: () => openLmdb({ path: "./data", readOnly: true }) };
 * ```
 */
export interface Failures {
  /** Opens the store for reading alone. */
  readonly openReadOnly?: () => Backend | Promise<Backend>;
  /** Opens the store with room for no more than 64 MiB: a small disk, a limit of file size, a limit of the engine. */
  readonly openSmall?: () => Backend | Promise<Backend>;
  /** Damages the store so that opening it must notice. */
  readonly corrupt?: () => void | Promise<void>;
  /** Makes it a store of a format version that does not exist yet. */
  readonly changeVersion?: () => void | Promise<void>;
}
