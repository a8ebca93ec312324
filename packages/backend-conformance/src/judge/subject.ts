import type { Backend } from "@airssys/backend";
import type { Failures } from "../law/failures.ts";

/**
 * Opens and removes the store that is tried. One store is open at a time, and laws run one after the other.
 *
 * @example
 * ```ts
 * import type { Subject } from "@airssys/backend-conformance";
 * import { openMemory } from "@airssys/backend/memory";
 *
 * const subject: Subject = { open: () => openMemory(), destroy: () => {} };
 * ```
 */
export interface Subject {
  /**
   * Opens the store, creating it if it is missing. It is called again after a close to open the same store (where
   * `capabilities.durable`), and while a handle is open to get a second one (where `capabilities.multiProcess`).
   */
  open(): Backend | Promise<Backend>;
  /** Removes the store, which is closed. The next open must find it empty. */
  destroy(): void | Promise<void>;
  /** Ways to make the engine fail. Default: none, and the laws about them are skipped. */
  readonly failures?: Failures;
  /** Creates the views to try. Default: `namespaced` of `@airssys/backend`. */
  readonly view?: (backend: Backend, prefix: Uint8Array) => Backend;
}
