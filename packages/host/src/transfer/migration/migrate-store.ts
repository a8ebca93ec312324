import type { Backend } from "@airssys/backend";
import { requireKnownOptions } from "@airssys/protocol";
import { requireWholeNumber } from "../../store/format/whole-number.ts";
import { monotonicNow } from "../../time/platform-time.ts";
import { copyNamespaces, type Pass } from "./copy-namespaces.ts";
import { MigrationError } from "./migration-error.ts";
import { type MigrationProgress, PhaseProgress, type ProgressListener } from "./migration-progress.ts";
import { inspectSource, recordedNamespaces } from "./migration-source.ts";
import { MigrationTarget } from "./migration-target.ts";
import { settleStore } from "./settle-store.ts";
import { type MigratedNamespace, type Verified, verifyCopies } from "./verify-copies.ts";

/** What is migrated, and how. */
export interface MigrationOptions {
  /** The store that is migrated. It is read, and never changed. */
  readonly from: Backend;
  /** Where it goes: a backend that is empty, or that an earlier migration of the same store has left unfinished. */
  readonly to: Backend;
  /** Is told how far the migration is, a few times a second and at the end of each phase. */
  readonly onProgress?: ProgressListener;
  /**
   * How often the source is gone through, the first time included, while writers keep changing it: from 1. Default 5.
   */
  readonly passesMax?: number;
  /** Whether what was copied stays in the target when the migration fails, for another try. Default `false`. */
  readonly keepOnFailure?: boolean;
  /** Ends the migration when it is aborted. What was copied stays, and a migration later goes on with it. */
  readonly signal?: { readonly aborted: boolean };
}

/** A migration that has ended well. */
export interface MigrationResult {
  /** The namespaces, the same on both sides, in the order of their names. */
  readonly namespaces: readonly MigratedNamespace[];
  readonly keys: number;
  /** Bytes of everything that is stored in the namespaces, as the engine has it. */
  readonly bytes: number;
  /** How often the source was gone through. */
  readonly passes: number;
  readonly milliseconds: number;
}

/**
 * Copies a store from one engine to another, with everything that it stores: versions, expiries, quotas, records, and
 * namespaces in any state. The target is byte for byte what the source was at one moment.
 *
 * The target becomes a store with the last commit. Before it `openStore` and `openHost` refuse it with a
 * `StoreFormatError`. Before that commit every namespace is read on both sides, and their SHA-256 compared.
 *
 * - **Killed**: a migration that did not end, because its process did, goes on where it was when it is asked for again.
 * - **Failed**: the target is rolled back: everything that was copied is removed. What cannot be removed, because the
 *   engine fails, stays marked as unfinished. With `keepOnFailure`, when it was aborted, or when writers did not stop,
 *   it stays on purpose.
 * - **In use**: others may write to the source meanwhile. What they have changed is copied again, in as many passes as
 *   `passesMax` allows. Stop them before the end: what they write after the last pass is not in the target.
 *
 * Takes no more memory for more keys, some for each namespace, and lets the event loop go round every few milliseconds.
 *
 * @throws MigrationError with a `code` for what stands in the way; StoreFormatError if the source is no store, or is
 * damaged; BackendError if an engine fails; TypeError or RangeError for options that are off.
 *
 * @example
 * ```ts
 * import { openMemory } from "@airssys/backend/memory";
 * import { openLmdb } from "@airssys/backend-lmdb";
 * import { migrateStore } from "@airssys/host";
 *
 * const from = openLmdb({ path: "./data", readOnly: true });
 * const { keys, namespaces } = await migrateStore({ from, to: openMemory() });
 * console.log(keys, namespaces.map(({ name, digest }) => `${name} ${digest}`));
 * ```
 */
export async function migrateStore(options: MigrationOptions): Promise<MigrationResult> {
  const { from, to, keepOnFailure } = requireOptions(options);
  const begun = monotonicNow();
  const target = await MigrationTarget.claim(to, await inspectSource(from, to));
  try {
    const { namespaces, passes } = await fill(options, target);
    return { namespaces, ...sumOf(namespaces), passes, milliseconds: monotonicNow() - begun };
  } catch (error) {
    if (!keepOnFailure && !isResumable(error)) await target.rollBack().catch(() => undefined);
    throw error;
  }
}

const PASSES_MAX = 5;

/** Fills a target until it is a store. */
async function fill(
  { from, onProgress, passesMax = PASSES_MAX, signal }: MigrationOptions,
  target: MigrationTarget,
): Promise<Pick<MigrationResult, "namespaces" | "passes">> {
  const requireWanted = () => {
    if (signal?.aborted) throw new MigrationError("aborted", "the migration was aborted; migrate again to go on");
  };
  const begin = async (phase: MigrationProgress["phase"], number: number): Promise<Pass> => {
    const progress = new PhaseProgress(onProgress, { phase, pass: number, keysMax: await keysIn(from) });
    return { from, target, progress, requireWanted };
  };
  let verified: Verified = new Map();
  for (let passes = 1; passes <= passesMax; passes++) {
    await copyNamespaces(await begin("copying", passes));
    verified = await verifyCopies(await begin("verifying", passes), verified);
    requireWanted();
    if (await settleStore({ from, target })) return { namespaces: [...verified.values()], passes };
  }
  const times = passesMax === 1 ? "in the only pass" : `in each of ${passesMax} passes`;
  throw new MigrationError("unsettled", `the source was written ${times}; stop its writers, then migrate again`);
}

/** Whether a migration later goes on with what is there. */
function isResumable(error: unknown): boolean {
  return error instanceof MigrationError && ["aborted", "unsettled", "superseded"].includes(error.code);
}

async function keysIn(from: Backend): Promise<number> {
  let keys = 0;
  for await (const page of recordedNamespaces(from)) for (const { record } of page) keys += record.keys;
  return keys;
}

function sumOf(namespaces: readonly MigratedNamespace[]): Pick<MigrationResult, "keys" | "bytes"> {
  return {
    keys: namespaces.reduce((sum, { keys }) => sum + keys, 0),
    bytes: namespaces.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function requireOptions(options: MigrationOptions): Required<Pick<MigrationOptions, "from" | "to" | "keepOnFailure">> {
  requireKnownOptions<MigrationOptions>(options, {
    from: true,
    to: true,
    onProgress: true,
    passesMax: true,
    keepOnFailure: true,
    signal: true,
  });
  const { from, to, passesMax = PASSES_MAX, keepOnFailure = false } = options;
  requireWholeNumber("passesMax", passesMax);
  for (const [name, backend] of Object.entries({ from, to })) {
    if (typeof backend !== "object" || backend === null || typeof backend.scan !== "function")
      throw new TypeError(`"${name}" expected a backend, as openLmdb returns one`);
  }
  if (from === to) throw new TypeError('"to" expected another backend than "from"');
  return { from, to, keepOnFailure };
}
