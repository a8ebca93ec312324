/** An interface of the contract that there are laws of, or what one promises together with others. */
export type JudgedInterface =
  | "storage"
  | "storage-usage"
  | "storage-ranges"
  | "storage-batch"
  | "storage-ttl"
  | "storage-transactions"
  | "storage-namespaces"
  | "storage-transfer"
  | "storage-watch"
  | "storage-events"
  | "storage-cipher"
  | "together-expiry"
  | "together-savepoints"
  | "together-namespaces"
  | "together-transfer"
  | "together-cipher";

/**
 * What there are laws of, each with what a host has to offer for them beside `storage`, in the order in which a host is
 * best written.
 */
const NEEDED: Readonly<Record<JudgedInterface, readonly string[]>> = {
  storage: [],
  "storage-usage": ["storage-usage"],
  "storage-ranges": ["storage-ranges"],
  "storage-batch": ["storage-batch"],
  "storage-ttl": ["storage-ttl"],
  "storage-transactions": ["storage-transactions"],
  "storage-namespaces": ["storage-namespaces"],
  "storage-transfer": ["storage-transfer"],
  "storage-watch": ["storage-watch"],
  "storage-events": ["storage-watch"],
  "storage-cipher": ["storage-cipher"],
  "together-expiry": ["storage-ttl", "storage-ranges", "storage-batch", "storage-usage"],
  "together-savepoints": [
    "storage-transactions",
    "storage-ranges",
    "storage-batch",
    "storage-ttl",
    "storage-usage",
    "storage-watch",
  ],
  "together-namespaces": [
    "storage-namespaces",
    "storage-ranges",
    "storage-batch",
    "storage-ttl",
    "storage-usage",
    "storage-transactions",
    "storage-watch",
  ],
  "together-transfer": [
    "storage-transfer",
    "storage-ranges",
    "storage-batch",
    "storage-ttl",
    "storage-transactions",
    "storage-namespaces",
    "storage-watch",
  ],
  "together-cipher": ["storage-namespaces", "storage-cipher"],
};

/** Every one of them. */
export const JUDGED_INTERFACES = Object.keys(NEEDED) as readonly JudgedInterface[];

/** The interfaces that a host has to offer so that it can be judged on this one. */
export function neededFor(name: JudgedInterface): readonly string[] {
  return ["storage", ...NEEDED[name]];
}
