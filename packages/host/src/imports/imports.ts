import type { Mode } from "@airssys/backend";
import { type BatchImports, batchImports } from "./batch.ts";
import { type CipherImports, cipherImports } from "./cipher.ts";
import type { Perform } from "./hosted.ts";
import { type NamespacesImports, namespacesImports } from "./namespaces.ts";
import { type RangesImports, rangesImports } from "./ranges.ts";
import { type StorageImports, storageImports } from "./storage.ts";
import { type TransactionsImports, transactionsImports } from "./transactions.ts";
import { type TransferImports, transferImports } from "./transfer.ts";
import { type TtlImports, ttlImports } from "./ttl.ts";
import { type UsageImports, usageImports } from "./usage.ts";
import { type WatchImports, watchImports } from "./watch.ts";

/** The interfaces that every host offers. */
const INTERFACES = {
  storage: storageImports,
  "storage-ranges": rangesImports,
  "storage-batch": batchImports,
  "storage-ttl": ttlImports,
  "storage-transactions": transactionsImports,
  "storage-watch": watchImports,
  "storage-usage": usageImports,
  "storage-transfer": transferImports,
  "storage-namespaces": namespacesImports,
} as const;

/** The interfaces that a host with a cipher offers. */
const INTERFACES_WITH_CIPHER = { ...INTERFACES, "storage-cipher": cipherImports } as const;

/** The interfaces of the contract by their names. */
export interface Interfaces<M extends Mode = Mode> {
  readonly storage: StorageImports<M>;
  readonly "storage-ranges": RangesImports<M>;
  readonly "storage-batch": BatchImports<M>;
  readonly "storage-ttl": TtlImports<M>;
  readonly "storage-transactions": TransactionsImports<M>;
  readonly "storage-watch": WatchImports<M>;
  readonly "storage-usage": UsageImports<M>;
  readonly "storage-transfer": TransferImports<M>;
  readonly "storage-namespaces": NamespacesImports<M>;
  /** Absent in a host without a cipher. */
  readonly "storage-cipher"?: CipherImports<M>;
}

/**
 * The imports that a component is instantiated with: one object per interface. Generated bindings look an interface up
 * by its name with or without the version, so each interface has both names.
 */
export type Imports<M extends Mode = Mode> = {
  readonly [Name in keyof Interfaces<M> as `airssys:wasm/${Name}` | `airssys:wasm/${Name}@0.1.0`]: Interfaces<M>[Name];
};

/** The version of the contract. */
const VERSION = "0.1.0";

/** Lists the names of the interfaces that a host offers, with their versions. */
export function listInterfaces(hasCipher: boolean): string[] {
  return Object.keys(selectInterfaces(hasCipher)).map((name) => `airssys:wasm/${name}@${VERSION}`);
}

/** Creates the imports of one component. */
export function createImports<M extends Mode>(perform: Perform<M>, hasCipher: boolean): Imports<M> {
  const named = Object.entries(selectInterfaces(hasCipher)).flatMap(([name, createFunctions]) => {
    const functions = createFunctions(perform);
    return [
      [`airssys:wasm/${name}`, functions],
      [`airssys:wasm/${name}@${VERSION}`, functions],
    ];
  });
  return Object.fromEntries(named) as Imports<M>; // `Object.fromEntries` loses the types of the names
}

function selectInterfaces(hasCipher: boolean): typeof INTERFACES | typeof INTERFACES_WITH_CIPHER {
  return hasCipher ? INTERFACES_WITH_CIPHER : INTERFACES;
}
