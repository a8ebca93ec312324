import type { Backend } from "@airssys/backend";

/**
 * How to get at the store that is tried. The laws open one store at a time, and nothing runs between them.
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
  /** Another view than `namespaced`, for those who have their own. */
  readonly view?: (backend: Backend, prefix: Uint8Array) => Backend;
}
