import type { BatchObservableResult, Meter } from "@opentelemetry/api";
import type { Sweeper } from "../store/sweeper.ts";
import { SYSTEM } from "./attributes.ts";

/** Has the figures of a sweeper told at every collection, for as long as its host is in use. */
export function observeSweeping(meter: Meter, sweeper: Sweeper): void {
  const keys = meter.createObservableCounter("airssys.storage.sweeper.keys", {
    description: "Expired entries that the sweeper has removed",
    unit: "{key}",
  });
  const bytes = meter.createObservableCounter("airssys.storage.sweeper.bytes", {
    description: "Key and value of the expired entries that the sweeper has removed",
    unit: "By",
  });
  const failures = meter.createObservableCounter("airssys.storage.sweeper.failures", {
    description: "Steps of the sweeper that failed",
    unit: "{step}",
  });
  const observables = [keys, bytes, failures];
  // A meter lives as long as the program. It must not keep a host, and through it an engine, that nobody else keeps.
  const reference = new WeakRef(sweeper);
  const callback = (result: BatchObservableResult) => {
    const stats = reference.deref()?.stats;
    if (stats === undefined) return meter.removeBatchObservableCallback(callback, observables);
    result.observe(keys, stats.keys, SYSTEM);
    result.observe(bytes, stats.bytes, SYSTEM);
    result.observe(failures, stats.failures, SYSTEM);
  };
  meter.addBatchObservableCallback(callback, observables);
}
