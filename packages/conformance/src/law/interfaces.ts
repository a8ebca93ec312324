/**
 * A set of laws: those of an interface of the contract, or (`together-...`) those of several interfaces in combination.
 */
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

/** The interfaces that each set needs beside `storage`. The order is a good one for writing a host. */
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

/** All sets of laws, in the order in which they are tried. */
export const JUDGED_INTERFACES = Object.keys(NEEDED) as readonly JudgedInterface[];

/** Returns the interfaces that a host must offer to be judged by a set of laws, `storage` first. */
export function neededFor(name: JudgedInterface): readonly string[] {
  return ["storage", ...NEEDED[name]];
}
