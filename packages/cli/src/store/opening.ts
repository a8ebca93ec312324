import { openStoreAt, type StoreAt } from "@airssys/engines";
import type { Command } from "commander";
import { Interrupted } from "../command-error.ts";
import type { Io } from "../terminal/io.ts";

/** The store that a command works on. */
export interface StoreOption {
  readonly store?: string;
}

/** The store that is meant where none is named: that of the demo of this project. */
const DEFAULT_STORE = "lmdb:./.data/notes";

/** Lets a command have a store. */
export function addStoreOption(command: Command): Command {
  return command.option(
    "--store <address>",
    `the store, such as lmdb:./data; default: $AIRSSYS_STORE, or ${DEFAULT_STORE}`,
  );
}

/** The address of the store that a command works on. */
export function storeAddress({ store }: StoreOption, { env }: Io): string {
  return store ?? (env.AIRSSYS_STORE || DEFAULT_STORE);
}

/**
 * Opens the store of a command, does some work and closes it. A store is never created by it.
 *
 * @param access `read` opens it for reading alone.
 */
export async function withStore<T>(
  options: StoreOption,
  io: Io,
  access: "read" | "write",
  work: (store: StoreAt) => Promise<T>,
): Promise<T> {
  const store = await openStoreAt(storeAddress(options, io), { readOnly: access === "read", create: false });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** @throws Interrupted if somebody has asked the command to end */
export function requireWanted({ signal }: Io): void {
  if (signal.aborted) throw new Interrupted();
}
