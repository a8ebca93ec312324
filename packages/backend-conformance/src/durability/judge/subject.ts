/**
 * An engine whose durability is judged. Processes that are killed and recorded open it, so that it is named by its
 * module.
 *
 * @example
 * ```ts
 * import type { DurabilitySubject } from "@airssys/backend-conformance/durability";
 *
 * // store.js: export const open = (folder) => openLmdb({ path: folder });
 * const subject: DurabilitySubject = { module: new URL("./store.js", import.meta.url), rebuilt: /^lock\.mdb$/ };
 * ```
 */
export interface DurabilitySubject {
  /** The module that opens the engine. Node loads it, without a test runner. */
  readonly module: URL;
  /**
   * The name of its export that opens the store in a folder, which exists, and creates it if the folder is empty: it is
   * called with the path of the folder, and returns a `Backend` or a promise of one. Default `"open"`.
   */
  readonly open?: string;
  /**
   * Matches the names of files that the engine writes through shared memory and makes anew when a store is opened:
   * locks, indexes of a log. A power cut leaves anything in them, or takes them away. Default: there are none, and an
   * engine that writes through shared memory is refused.
   */
  readonly rebuilt?: RegExp;
  /** Flags of Node for the processes, such as `--conditions=source`. Default: none. */
  readonly nodeFlags?: readonly string[];
}
