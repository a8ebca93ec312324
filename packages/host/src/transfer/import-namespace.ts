import { requireKnownOptions, StorageError } from "@airssys/protocol";
import { NEVER } from "../store/format/stored-entry.ts";
import { Fill, finishOrAbandon } from "../store/namespaces/fill.ts";
import { NamespaceError, requireOpen } from "../store/namespaces/namespace-error.ts";
import { coreOf, type Namespaces } from "../store/open-store.ts";
import { readStoredState } from "../store/read/namespace-state.ts";
import { StepSize } from "../store/steps/step-size.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";
import type { Transactor } from "../store/transaction/transactor.ts";
import { type BatchSettings, type ImportedEntry, readBatches } from "./entry-batches.ts";
import { ImportError } from "./import-error.ts";
import { type ImportSource, requireIterable } from "./import-source.ts";

/** How a namespace is imported. */
export interface ImportOptions {
  /**
   * `resumable` (the default) stores lines in commits of a few milliseconds, each durable; an error tells how many
   * lines are stored. `atomic` stores all lines or none.
   */
  readonly mode?: "resumable" | "atomic";
  /** Lines at the beginning of the source that an earlier import has stored. Default 0. Not with `atomic`. */
  readonly skipLines?: number;
}

/** The result of an import. */
export interface ImportResult {
  /** Lines of the source, those that were skipped included. */
  readonly lines: number;
}

/**
 * Imports JSON Lines, as `exportNamespace` and components export them (`docs/formats/json-lines.md`): sets every key
 * that is named and leaves all others alone. A key that is named twice keeps the last value. An entry whose expiry has
 * passed removes its key. The quota that is stored with the namespace holds.
 *
 * Takes no more memory for more lines, and lets the event loop go round every few milliseconds.
 *
 * `atomic` fills a namespace that holds nothing, however much comes: whoever reads it sees all of it or nothing, and if
 * the process ends in between, `list` shows it as `filling` until it is removed. Into a namespace that holds keys it
 * takes one commit, of as many lines as one call of a component may change keys, during which others wait.
 *
 * @returns the number of lines.
 * @throws ImportError with the reason as its `cause`: a StorageError that names the line and what is wrong with it
 * (`invalid-argument`, `invalid-key`), `value-too-large`, `quota-exceeded`, `limit-exceeded`, `conflict`, or what the
 * source or the engine threw.
 * @throws RangeError or TypeError for arguments that are off; NamespaceError if the namespace is being filled or
 * removed.
 *
 * @example
 * ```ts
 * import { createReadStream } from "node:fs";
 * import { openLmdb } from "@airssys/backend-lmdb";
 * import { ImportError, importNamespace, openStore } from "@airssys/host";
 *
 * const namespaces = openStore({ backend: openLmdb({ path: "./data" }) });
 * try {
 *   await importNamespace(namespaces, "app:shop", createReadStream("shop.jsonl"));
 * } catch (error) {
 *   if (!(error instanceof ImportError)) throw error;
 *   const skipLines = error.linesStored; // goes on where it ended
 *   await importNamespace(namespaces, "app:shop", createReadStream("shop.jsonl"), { skipLines });
 * }
 * ```
 */
export async function importNamespace(
  namespaces: Namespaces,
  name: string,
  source: ImportSource,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const { mode, skipLines } = requireOptions(options);
  requireIterable(source);
  const core = coreOf(namespaces);
  const transactor = core.groupedTransactor(name);
  const { limits } = core;
  const { record } = await transactor.drive(readStoredState(transactor.engine, transactor.memory, transactor.now()));
  requireOpen(record.state, name);
  if (mode === "resumable") return await importInSteps(transactor, source, { limits, skipLines });
  const settings = { limits, skipLines };
  return (await importWhole(transactor, name, source, settings)) ?? (await importAtOnce(transactor, source, settings));
}

type Settings = Omit<BatchSettings, "countMax">;

const ENTRIES_PER_STEP_MAX = 1_000;

async function importInSteps(
  transactor: Transactor<"async">,
  source: ImportSource,
  settings: Settings,
): Promise<ImportResult> {
  let stored = settings.skipLines;
  const size = new StepSize(ENTRIES_PER_STEP_MAX);
  try {
    for await (const { entries, lastLine, fault } of readBatches(source, { ...settings, countMax: () => size.count })) {
      if (entries.length > 0)
        await size.measure(() => transactor.run("write", (transaction) => setAll(transaction, entries)));
      stored = lastLine;
      if (fault !== undefined) throw fault;
    }
  } catch (cause) {
    throw new ImportError(stored, cause);
  }
  return { lines: stored };
}

/** Fills the namespace. Returns `undefined`, having read nothing of the source, if it holds keys. */
async function importWhole(
  transactor: Transactor<"async">,
  name: string,
  source: ImportSource,
  settings: Settings,
): Promise<ImportResult | undefined> {
  const fill = await beginUnlessOccupied(transactor, name);
  if (fill === undefined) return undefined;
  let lines = 0;
  const size = new StepSize(ENTRIES_PER_STEP_MAX);
  try {
    await finishOrAbandon(fill, async () => {
      for await (const batch of readBatches(source, { ...settings, countMax: () => size.count })) {
        if (batch.fault !== undefined) throw batch.fault;
        lines = batch.lastLine;
        if (batch.entries.length === 0) continue;
        const now = transactor.now();
        await size.measure(() => fill.add(batch.entries.map((entry) => withoutExpired(entry, now))));
      }
      await fill.finish();
    });
  } catch (cause) {
    throw new ImportError(0, cause);
  }
  return { lines };
}

async function beginUnlessOccupied(transactor: Transactor<"async">, name: string): Promise<Fill | undefined> {
  try {
    return await Fill.begin(transactor, name);
  } catch (error) {
    if (!(error instanceof NamespaceError)) throw new ImportError(0, error);
    if (error.code === "occupied") return undefined;
    throw error;
  }
}

/** Sets everything in one commit. */
async function importAtOnce(
  transactor: Transactor<"async">,
  source: ImportSource,
  settings: Settings,
): Promise<ImportResult> {
  const all: ImportedEntry[] = [];
  const { callKeysMax, callBytesMax } = settings.limits;
  let bytes = 0;
  try {
    for await (const { entries, fault } of readBatches(source, { ...settings, countMax: () => ENTRIES_PER_STEP_MAX })) {
      if (fault !== undefined) throw fault;
      for (const entry of entries) bytes += entry.value.length;
      all.push(...entries);
      if (all.length > callKeysMax || bytes > callBytesMax) throw tooMuch(callKeysMax, callBytesMax);
    }
    await transactor.run("write", (transaction) => setAll(transaction, all));
  } catch (cause) {
    throw new ImportError(0, cause);
  }
  return { lines: all.length };
}

function* setAll(transaction: Transaction, entries: readonly ImportedEntry[]): Steps<void> {
  for (const { key, value, expiresAt } of entries) yield* transaction.set(key, value, expiresAt);
}

function withoutExpired(entry: ImportedEntry, now: number) {
  return entry.expiresAt !== NEVER && entry.expiresAt <= now ? { ...entry, value: undefined } : entry;
}

function tooMuch(keysMax: number, bytesMax: number): StorageError {
  const val = `one commit takes at most ${keysMax} lines and ${bytesMax} bytes of values; import into an empty namespace, or with the mode "resumable"`;
  return new StorageError({ tag: "limit-exceeded", val });
}

function requireOptions(options: ImportOptions): Required<ImportOptions> {
  requireKnownOptions<ImportOptions>(options, { mode: true, skipLines: true });
  const { mode = "resumable", skipLines = 0 } = options;
  if (mode !== "resumable" && mode !== "atomic")
    throw new RangeError(`"mode" expected "resumable" or "atomic", got ${JSON.stringify(mode)}`);
  if (!Number.isSafeInteger(skipLines) || skipLines < 0)
    throw new RangeError(`"skipLines" expected a whole number from 0, got ${skipLines}`);
  if (mode === "atomic" && skipLines > 0) throw new RangeError('"skipLines" expected 0 with the mode "atomic"');
  return { mode, skipLines };
}
