/**
 * Limits of the contract that a host cannot change: what a guest may have open, and how much one answer or one request
 * may be. Those that it can change are `Limits` of `@airssys/protocol`.
 */

/** Most transactions that a guest may have open inside of each other. */
export const OPEN_TRANSACTIONS_MAX = 64;

/** Most namespaces that may be entered inside of each other. */
export const ENTERED_NAMESPACES_MAX = 16;

/**
 * Most watches of one instance: with what each of them may hold, it is most of the memory that an instance's watches
 * can take.
 */
export const WATCHES_MAX = 32;

/** Most events of one answer, and most that wait for a watch. */
export const EVENTS_MAX = 1_000;

/** Most bytes of values of one answer with events, unless the first has more. */
export const EVENT_BYTES_MAX = 4 * 1_048_576;

/** Bytes of values after which no more events wait for a watch. */
export const WAITING_EVENT_BYTES_MAX = 1_048_576;

/** Most bytes of values of one answer of `storage-get-many`. */
export const VALUES_BYTES_MAX = 16 * 1_048_576;

/**
 * Most keys that one `storage-delete-range` removes, and most lines of one `storage-import`: a commit is one piece of
 * work for the engine.
 */
export const KEYS_PER_CHANGE_MAX = 100_000;

/** Characters after which a chunk of an export ends with the line that reached them. */
export const CHUNK_CHARACTERS = 1_048_576;
