import type { Counter, Histogram, Meter, Observable } from "@opentelemetry/api";

/** The metrics of a host. */
export interface Instruments {
  readonly operations: Counter;
  readonly duration: Histogram;
  readonly read: Counter;
  readonly written: Counter;
  readonly usage: Observable;
  readonly quota: Observable;
  readonly keys: Observable;
}

/** Creates the metrics of a host. */
export function createInstruments(meter: Meter): Instruments {
  return {
    operations: meter.createCounter("airssys.storage.operations", {
      description: "Operations of components, and ends of their calls",
      unit: "{operation}",
    }),
    duration: meter.createHistogram("airssys.storage.operation.duration", {
      description: "Time from the request of a component to its answer",
      unit: "s",
      advice: { explicitBucketBoundaries: SECONDS },
    }),
    read: meter.createCounter("airssys.storage.io.read", { description: "Values read", unit: "By" }),
    written: meter.createCounter("airssys.storage.io.written", { description: "Values written", unit: "By" }),
    usage: meter.createObservableGauge("airssys.storage.usage", {
      description: "Bytes of keys and values that namespaces use",
      unit: "By",
    }),
    quota: meter.createObservableGauge("airssys.storage.quota", {
      description: "Bytes that namespaces may use",
      unit: "By",
    }),
    keys: meter.createObservableGauge("airssys.storage.keys", { description: "Keys in namespaces", unit: "{key}" }),
  };
}

/**
 * Bucket boundaries in seconds: from 1 µs (a read in memory) to 10 s (a commit on a slow disk), in steps of 1, 2, 5.
 */
const SECONDS = [-6, -5, -4, -3, -2, -1, 0]
  .flatMap((power) => [1, 2, 5].map((step) => Number(`${step}e${power}`)))
  .concat(10);
