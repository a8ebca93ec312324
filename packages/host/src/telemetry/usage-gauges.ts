import type { BatchObservableResult, Meter } from "@opentelemetry/api";
import type { Space } from "../calls/space.ts";
import type { NamespaceUsage } from "../contract/namespace-usage.ts";
import { Slices } from "../store/steps/slice.ts";
import { namespaceAttributes } from "./attributes.ts";
import type { Instruments } from "./instruments.ts";
import { type NamespaceDetail, namespaceLabel } from "./namespace-label.ts";

/**
 * Gauges of the usage of a host's namespaces. Each collection reads the record of each namespace, in slices of a few
 * milliseconds between which the program does other work: each figure is exact at the instant at which it is read. A
 * namespace that cannot be read (because the engine is closed, for instance) is left out.
 */
export class UsageGauges {
  /** Weak references: a namespace without bindings is dropped. */
  readonly #spaces = new Map<string, WeakRef<Space>>();
  readonly #instruments: Instruments;
  readonly #detail: NamespaceDetail;

  constructor(instruments: Instruments, detail: NamespaceDetail) {
    this.#instruments = instruments;
    this.#detail = detail;
  }

  watch(space: Space): void {
    this.#spaces.set(space.namespace, new WeakRef(space));
  }

  async observe(result: BatchObservableResult): Promise<void> {
    const slices = new Slices();
    for (const [label, { usedBytes, quotaBytes, keyCount }] of await this.#totals(slices)) {
      if (slices.isOver) await slices.rest();
      const attributes = namespaceAttributes(label);
      result.observe(this.#instruments.usage, usedBytes, attributes);
      result.observe(this.#instruments.quota, quotaBytes, attributes);
      result.observe(this.#instruments.keys, keyCount, attributes);
    }
  }

  async #totals(slices: Slices): Promise<ReadonlyMap<string, NamespaceUsage>> {
    const totals = new Map<string, NamespaceUsage>();
    for (const [namespace, reference] of this.#spaces) {
      if (slices.isOver) await slices.rest();
      const space = reference.deref();
      if (space === undefined) this.#spaces.delete(namespace);
      const usage = space && (await readUsage(space));
      if (space === undefined || usage === undefined) continue;
      const label = namespaceLabel(space.namespace, this.#detail);
      totals.set(label, sum(totals.get(label), usage));
    }
    return totals;
  }
}

/** Registers the gauges with a meter. They are removed once their host is garbage collected. */
export function observeUsage(meter: Meter, instruments: Instruments, gauges: UsageGauges): void {
  // A meter lives as long as the program. A strong reference would keep the host and its engine in memory for as long.
  const reference = new WeakRef(gauges);
  const observables = [instruments.usage, instruments.quota, instruments.keys];
  const callback = async (result: BatchObservableResult) => {
    const alive = reference.deref();
    if (alive !== undefined) await alive.observe(result);
    else meter.removeBatchObservableCallback(callback, observables);
  };
  meter.addBatchObservableCallback(callback, observables);
}

async function readUsage(space: Space): Promise<NamespaceUsage | undefined> {
  try {
    return await space.usageInSlices();
  } catch {
    return undefined; // left out, as the class documents
  }
}

function sum(total: NamespaceUsage | undefined, usage: NamespaceUsage): NamespaceUsage {
  if (total === undefined) return usage;
  return {
    usedBytes: total.usedBytes + usage.usedBytes,
    quotaBytes: total.quotaBytes + usage.quotaBytes,
    keyCount: total.keyCount + usage.keyCount,
  };
}
