import { type Backend, type Bytes, type Entry, keyAfter } from "@airssys/backend";
import { decodeBase64 } from "../../contract/base64.ts";
import { layoutNamespace } from "../../store/format/namespace-layout.ts";
import { decodeRecord } from "../../store/format/namespace-record.ts";
import { MigrationBatch } from "./migration-batch.ts";
import type { PhaseProgress } from "./migration-progress.ts";
import { keysOfNamespace, pagesOf, type RecordedNamespace, recordedNamespaces } from "./migration-source.ts";
import type { MigrationTarget } from "./migration-target.ts";

/** One pass over a source. */
export interface Pass {
  readonly from: Backend;
  readonly target: MigrationTarget;
  readonly progress: PhaseProgress;
  /** @throws MigrationError `aborted` */
  requireWanted(): void;
}

/**
 * Copies each namespace whose version in the target is another one than in the source, and removes those that the
 * source has no longer. The record of a namespace comes last, and only if no commit came between: a namespace that has
 * its record in the target is whole.
 */
export async function copyNamespaces(pass: Pass): Promise<void> {
  await removeGone(pass);
  const batch = new MigrationBatch(pass.target);
  for await (const page of recordedNamespaces(pass.from)) {
    const there = await pass.target.backend.getMany(page.map(({ recordKey }) => recordKey));
    for (const [index, namespace] of page.entries()) {
      if (isVersion(there[index], namespace.record.version)) pass.progress.skip(namespace.record.keys);
      else await copyNamespace(pass, batch, namespace, there[index] !== undefined);
    }
  }
  await batch.flush();
  pass.progress.tell();
}

/** Whether a record is there and has a version. All that a namespace stores is the same as long as its version is. */
export function isVersion(stored: Bytes | undefined, version: number): boolean {
  return stored !== undefined && decodeRecord(stored).version === version;
}

async function removeGone({ from, target, requireWanted }: Pass): Promise<void> {
  for await (const page of recordedNamespaces(target.backend)) {
    const here = await from.getMany(page.map(({ recordKey }) => recordKey));
    for (const [index, namespace] of page.entries()) {
      requireWanted();
      if (here[index] === undefined) await removeCopy(target, namespace);
    }
  }
}

async function copyNamespace(
  pass: Pass,
  batch: MigrationBatch,
  namespace: RecordedNamespace,
  hasCopy: boolean,
): Promise<void> {
  const { from, target, progress, requireWanted } = pass;
  const { name, recordKey } = namespace;
  const before = await from.get(recordKey); // the page may be old by now
  if (before === undefined) return;
  const { version } = decodeRecord(before);
  const begin = beginOf(target, name, version) ?? (await beginAnew(target, batch, namespace, hasCopy));
  progress.skip(begin.keys);
  let { keys } = begin;
  const { prefix } = layoutNamespace(name);
  for await (const entries of pagesOf(from, { gte: begin.gte, lt: keysOfNamespace(name).lt })) {
    requireWanted();
    for (const entry of entries) {
      if (isOfGuest(entry, prefix)) keys++;
      await batch.add({ type: "put", ...entry }, { namespace: name, version, keys });
    }
    progress.add(entries.filter((entry) => isOfGuest(entry, prefix)).length, bytesOf(entries));
  }
  const after = await from.get(recordKey);
  if (after !== undefined && isVersion(after, version))
    await batch.add({ type: "put", key: recordKey, value: after }, undefined);
}

/** Where a copy goes on that an earlier run has begun; `undefined` if there is none, or of another version. */
function beginOf({ position }: MigrationTarget, name: string, version: number) {
  if (position?.namespace !== name || position.version !== version) return undefined;
  const after = decodeBase64(position.after);
  return after && { gte: keyAfter(after), keys: position.keys };
}

async function beginAnew(
  target: MigrationTarget,
  batch: MigrationBatch,
  namespace: RecordedNamespace,
  hasCopy: boolean,
) {
  const range = keysOfNamespace(namespace.name);
  if (hasCopy || (await target.backend.scan({ ...range, limit: 1, valueBytesMax: 0 })).entries.length > 0) {
    await batch.flush();
    await removeCopy(target, namespace);
  }
  return { gte: range.gte, keys: 0 };
}

/** Removes the record first: what has none is not whole. */
async function removeCopy(target: MigrationTarget, { name, recordKey }: RecordedNamespace): Promise<void> {
  await target.commit([{ type: "delete", key: recordKey }], undefined);
  await target.clear(keysOfNamespace(name));
}

/** Whether an entry is one of the guest, and not of the expiry index, which begins with a zero byte. */
export function isOfGuest({ key }: Entry, prefix: Bytes): boolean {
  return key[prefix.length] !== 0;
}

export function bytesOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
}
