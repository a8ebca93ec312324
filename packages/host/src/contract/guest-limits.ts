/**
 * Fixed limits of the contract: on what a guest may have open, and on the size of one answer or request. The limits
 * that a host can configure are `Limits` of `@airssys/protocol`.
 */

/** Maximum depth of nested transactions of a guest. */
export const OPEN_TRANSACTIONS_MAX = 64;

/** Maximum number of namespaces that a guest may have entered at once. */
export const ENTERED_NAMESPACES_MAX = 16;

/**
 * Maximum number of watches of one instance. Together with {@link WAITING_EVENT_BYTES_MAX} it bounds the memory that an
 * instance's watches use.
 */
export const WATCHES_MAX = 32;

/** Maximum number of events in one answer, and of events that wait in one watch. */
export const EVENTS_MAX = 1_000;

/** Maximum bytes of values in one answer with events. A first event that is larger is returned alone. */
export const EVENT_BYTES_MAX = 4 * 1_048_576;

/** Bytes of values after which a watch queues no more events. */
export const WAITING_EVENT_BYTES_MAX = 1_048_576;

/** Maximum bytes of values in one answer of `storage-get-many`. */
export const VALUES_BYTES_MAX = 16 * 1_048_576;

/**
 * Maximum number of keys that one `storage-delete-range` removes, and of lines in one `storage-import`. Bounded because
 * an engine applies a commit in one piece.
 */
export const KEYS_PER_CHANGE_MAX = 100_000;

/** Size of an export chunk in characters: a chunk ends with the line that reaches this size. */
export const CHUNK_CHARACTERS = 1_048_576;
