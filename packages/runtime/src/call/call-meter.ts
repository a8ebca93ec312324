import {
  type Attributes,
  type Counter,
  createNoopMeter,
  type Histogram,
  type Meter,
  type MeterProvider,
  metrics,
  type UpDownCounter,
} from "@opentelemetry/api";
import type { CallErrorCode } from "../errors/call-error.ts";
import type { GuestEndCode } from "../errors/guest-end.ts";

/** Destination of component metrics. */
export interface ComponentTelemetryOptions {
  /** Default: the global one of `@opentelemetry/api` when the component is loaded. */
  readonly meterProvider?: MeterProvider;
}

/** Why a guest was replaced. */
export type GuestLoss = "trapped" | Exclude<GuestEndCode, "stopped">;

const SCOPE = "@airssys/runtime";
const COMPONENT = "airssys.component.id";
const ERROR_TYPE = "error.type";

/** Histogram boundaries, from an empty call to one near its time limit: 10 µs to 10 s in steps of 1, 2, 5. */
const BOUNDARIES_SECONDS = [-5, -4, -3, -2, -1, 0]
  .flatMap((power) => [1, 2, 5].map((step) => Number(`${step}e${power}`)))
  .concat(10);

/** Opens the metrics of a component; `undefined` if no SDK is registered, so that nothing is measured in vain. */
export function openCallMeter(componentId: string, options: ComponentTelemetryOptions): CallMeter | undefined {
  const meter = (options.meterProvider ?? metrics).getMeter(SCOPE);
  // Without an SDK the API returns one shared no-op meter.
  return meter === createNoopMeter() ? undefined : new CallMeter(meter, componentId);
}

/**
 * Metrics for all instances of a component. The attribute is the id in its manifest, whatever ids the instances have.
 */
export class CallMeter {
  readonly #calls: Counter;
  readonly #duration: Histogram;
  readonly #losses: Counter;
  readonly #instances: UpDownCounter;
  readonly #component: Attributes;
  readonly #failed = new Map<string, Attributes>();

  constructor(meter: Meter, componentId: string) {
    this.#component = { [COMPONENT]: componentId };
    this.#calls = meter.createCounter("airssys.component.calls", {
      description: "Calls of exports, by how they ended",
      unit: "{call}",
    });
    this.#duration = meter.createHistogram("airssys.component.call.duration", {
      description: "Duration of a call, without the time in the queue",
      unit: "s",
      advice: { explicitBucketBoundaries: BOUNDARIES_SECONDS },
    });
    this.#losses = meter.createCounter("airssys.component.replacements", {
      description: "Guests that were replaced, by reason",
      unit: "{guest}",
    });
    this.#instances = meter.createUpDownCounter("airssys.component.instances", {
      description: "Running instances",
      unit: "{instance}",
    });
  }

  /** @param seconds how long the call took; `undefined` if it was not begun. */
  callEnded(code: CallErrorCode | undefined, seconds?: number): void {
    const attributes = code === undefined ? this.#component : this.#failedAttributes(code);
    this.#calls.add(1, attributes);
    if (seconds !== undefined) this.#duration.record(seconds, attributes);
  }

  guestLost(loss: GuestLoss): void {
    this.#losses.add(1, this.#failedAttributes(loss));
  }

  instanceStarted(): void {
    this.#instances.add(1, this.#component);
  }

  instanceStopped(): void {
    this.#instances.add(-1, this.#component);
  }

  #failedAttributes(errorType: string): Attributes {
    const known = this.#failed.get(errorType);
    if (known !== undefined) return known;
    const made = { ...this.#component, [ERROR_TYPE]: errorType };
    this.#failed.set(errorType, made);
    return made;
  }
}
