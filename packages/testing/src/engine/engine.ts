import type { Backend } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { describeValue } from "../errors/describe-value.ts";
import { newFolder, removeFolder } from "./folders.ts";

/** Names of the built-in engines. */
export type EngineName = "memory" | "lmdb";

/**
 * An engine that the test provides: a backend, which stays open and is the test's to close, or a function that opens it
 * for each life of the program.
 */
export type OwnEngine = Backend | (() => Backend | Promise<Backend>);

/** A store that stays when the program that uses it ends. */
export interface Engine {
  /** Opens the store with everything that was committed. */
  open(): Promise<OpenEngine>;
  /** Removes the store. */
  remove(): Promise<void>;
}

/** A backend in use, and how to close it. */
export interface OpenEngine {
  readonly backend: Backend;
  close(): Promise<void>;
}

/** Creates an engine by its name, or from what the test provides. @throws RangeError for anything else */
export function createEngine(wanted: EngineName | OwnEngine): Engine {
  if (wanted === "memory") return kept(openMemory(), true);
  if (wanted === "lmdb") return lmdb();
  if (typeof wanted === "function") return reopened(wanted);
  if (isBackend(wanted)) return kept(wanted, false);
  throw new RangeError(
    `"backend" expected "memory", "lmdb", a backend or a function that opens one, got ${describeValue(wanted)}`,
  );
}

function isBackend(what: unknown): what is Backend {
  return typeof (what as Partial<Backend> | null | undefined)?.commit === "function";
}

/** Keeps one backend open over all lives of the program. */
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
        throw new TypeError(`"backend" expected to open a backend, and opened ${describeValue(backend)}`);
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
