import type { Backend } from "@airssys/backend";
import { StorageError } from "@airssys/protocol";
import { isUnchanged } from "../read/namespace-state.ts";
import { driveAsync } from "../steps/drive.ts";
import { StepSize } from "../steps/step-size.ts";
import type { Transactor } from "../transaction/transactor.ts";
import { Fill, finishOrAbandon } from "./fill.ts";
import { NamespaceReading } from "./read-namespace.ts";
import { markRemoving, removeNamespace } from "./remove-namespace.ts";

/** One namespace of a store, for work on all of it. */
export interface WholeNamespace {
  readonly name: string;
  readonly backend: Backend;
  readonly transactor: Transactor<"async">;
}

/** Copies a namespace to another that is empty: values, versions, expiries and the quota. */
export async function copyNamespace(source: WholeNamespace, target: WholeNamespace): Promise<void> {
  const reading = await beginReading(source);
  try {
    const fill = await fillFrom(reading, target);
    await finishOrAbandon(fill, () => fill.finish());
  } finally {
    await reading.close();
  }
}

/**
 * Copies a namespace and removes it, unless another commit to it came between: then it stays, and the copy goes. From
 * the moment in which the source is marked as `removing` the copy stays, whatever becomes of the removal.
 *
 * @throws StorageError `conflict` if another commit came between
 */
export async function moveNamespace(source: WholeNamespace, target: WholeNamespace): Promise<void> {
  const { engine } = source.transactor;
  const reading = await beginReading(source);
  try {
    const fill = await fillFrom(reading, target);
    await finishOrAbandon(fill, async () => {
      if (!(await driveAsync(isUnchanged(engine, reading.state)))) throw new StorageError({ tag: "conflict" });
      await fill.finish();
    });
    if (!(await driveAsync(markRemoving(engine, reading.state)))) {
      await fill.abandon();
      throw new StorageError({ tag: "conflict" });
    }
  } finally {
    await reading.close();
  }
  await removeNamespace(source.transactor, true);
}

async function beginReading({ backend, name, transactor }: WholeNamespace): Promise<NamespaceReading> {
  const reading = await NamespaceReading.begin(backend, name, transactor.memory);
  if (reading.state.stored === undefined) await reading.close();
  reading.requirePresent(name);
  return reading;
}

async function fillFrom(reading: NamespaceReading, { name, transactor }: WholeNamespace): Promise<Fill> {
  const { version, quota } = reading.state.record;
  const fill = await Fill.begin(transactor, name, { version, quota });
  await finishOrAbandon(fill, async () => {
    const size = new StepSize(ENTRIES_PER_STEP_MAX);
    for await (const page of reading.pages()) {
      for (let start = 0; start < page.length; ) {
        const entries = page.slice(start, start + size.count);
        start += entries.length;
        await size.measure(() => fill.add(entries));
      }
    }
  });
  return fill;
}

const ENTRIES_PER_STEP_MAX = 1_000;
