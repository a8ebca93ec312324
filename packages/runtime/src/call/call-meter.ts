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

/** Where metrics of components go. */
export interface ComponentTelemetryOptions {
  /** Default: the one that is registered with `@opentelemetry/api` when the component is loaded. */
  readonly meterProvider?: MeterProvider;
}

/** Why a guest had to be replaced. */
export type GuestLoss = "trapped" | Exclude<GuestEndCode, "stopped">;

const SCOPE = "@airssys/runtime";
const COMPONENT = "airssys.component.id";
const ERROR_TYPE = "error.type";

/** From a call that does nothing to one that nearly takes too long: 10 µs to 10 s in steps of 1, 2, 5. */
const SECONDS = [-5, -4, -3, -2, -1, 0]
  .flatMap((power) => [1, 2, 5].map((step) => Number(`${step}e${power}`)))
  .concat(10);

/** Telemetry through whatever SDK there is; `undefined` if there is none, so that nothing is measured for nobody. */
export function openCallMeter(componentId: string, options: ComponentTelemetryOptions): CallMeter | undefined {
  const meter = (options.meterProvider ?? metrics).getMeter(SCOPE);
  // Without an SDK the interface gives one meter that does nothing.
  return meter === createNoopMeter() ? undefined : new CallMeter(meter, componentId);
}

/**
 * Measures the instances of one component, which goes by the id of its manifest however many ids its instances have.
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
      description: "Time from the beginning of a call to its answer, without the time that it waited for its turn",
      unit: "s",
      advice: { explicitBucketBoundaries: SECONDS },
    });
    this.#losses = meter.createCounter("airssys.component.replacements", {
      description: "Guests that were lost and have to be replaced, by why",
      unit: "{guest}",
    });
    this.#instances = meter.createUpDownCounter("airssys.component.instances", {
      description: "Instances that were started and not stopped",
      unit: "{instance}",
    });
  }

  /** @param seconds `undefined` for a call that was not begun. */
  callEnded(code: CallErrorCode | undefined, seconds?: number): void {
    const attributes = code === undefined ? this.#component : this.#attributesOf(code);
    this.#calls.add(1, attributes);
    if (seconds !== undefined) this.#duration.record(seconds, attributes);
  }

  guestLost(loss: GuestLoss): void {
    this.#losses.add(1, this.#attributesOf(loss));
  }

  instanceStarted(): void {
    this.#instances.add(1, this.#component);
  }

  instanceStopped(): void {
    this.#instances.add(-1, this.#component);
  }

  #attributesOf(errorType: string): Attributes {
    const known = this.#failed.get(errorType);
    if (known !== undefined) return known;
    const made = { ...this.#component, [ERROR_TYPE]: errorType };
    this.#failed.set(errorType, made);
    return made;
  }
}
