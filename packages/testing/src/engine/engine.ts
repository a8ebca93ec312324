import type { Backend } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { inWords } from "../errors/in-words.ts";
import { newFolder, removeFolder } from "./folders.ts";

/** Engines that a harness has by their names. */
export type EngineName = "memory" | "lmdb";

/**
 * An engine of the test's own: one that stays open, and is the test's to close, or what opens it again for each life of
 * the program.
 */
export type OwnEngine = Backend | (() => Backend | Promise<Backend>);

/** A store that outlives the program that uses it. */
export interface Engine {
  /** Opens the store, with all that was committed. */
  open(): Promise<OpenEngine>;
  /** Removes it. */
  remove(): Promise<void>;
}

/** An engine in use. */
export interface OpenEngine {
  readonly backend: Backend;
  close(): Promise<void>;
}

/** @throws RangeError for a name that is none */
export function engineOf(wanted: EngineName | OwnEngine): Engine {
  if (wanted === "memory") return kept(openMemory(), true);
  if (wanted === "lmdb") return lmdb();
  if (typeof wanted === "function") return reopened(wanted);
  if (isBackend(wanted)) return kept(wanted, false);
  throw new RangeError(
    `"backend" expected "memory", "lmdb", a backend or a function that opens one, got ${inWords(wanted)}`,
  );
}

function isBackend(what: unknown): what is Backend {
  return typeof (what as Partial<Backend> | null | undefined)?.commit === "function";
}

/** One that stays open: what it keeps is as durable as it has to be here. */
function kept(backend: Backend, isOwn: boolean): Engine {
  return {
    open: async () => ({ backend, close: async () => {} }),
    async remove() {
      if (isOwn) await backend.close();
    },
  };
}

function reopened(open: () => Backend | Promise<Backend>): Engine {
  return {
    async open() {
      const backend = await open();
      if (!isBackend(backend))
        throw new TypeError(`"backend" expected to open a backend, and opened ${inWords(backend)}`);
      return { backend, close: async () => await backend.close() };
    },
    remove: async () => {},
  };
}

function lmdb(): Engine {
  let folder: string | undefined;
  return {
    async open() {
      const { openLmdb } = await import("@airssys/backend-lmdb");
      folder ??= await newFolder();
      const backend = openLmdb({ path: folder });
      return { backend, close: async () => backend.close() };
    },
    async remove() {
      if (folder === undefined) return;
      await removeFolder(folder);
    },
  };
}
