import {
  createNoopMeter,
  type Meter,
  type MeterProvider,
  metrics,
  ProxyTracer,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import type { Space } from "../calls/space.ts";
import type { Observer } from "../observe/observer.ts";
import type { Sweeper } from "../store/sweeper.ts";
import { AttributeSets } from "./attributes.ts";
import { CallSpans } from "./call-spans.ts";
import { createInstruments, type Instruments } from "./instruments.ts";
import { type NamespaceDetail, namespaceKind, namespaceLabel } from "./namespace-label.ts";
import { observeSweeping } from "./sweep-counters.ts";
import { TelemetryObserver } from "./telemetry-observer.ts";
import { observeUsage, UsageGauges } from "./usage-gauges.ts";

/** Configures the metrics and spans of a host. */
export interface TelemetryOptions {
  /** Receives the metrics. Default: the provider registered with `@opentelemetry/api` when the host is opened. */
  readonly meterProvider?: MeterProvider;
  /** Receives the spans. Default: the provider registered with `@opentelemetry/api` when the host is opened. */
  readonly tracerProvider?: TracerProvider;
  /**
   * How metrics name namespaces: by one of five kinds (`component:*`, `app:*`, ...), whatever the number of components,
   * or each by its name. Default `"kind"`. Spans always contain the name.
   */
  readonly namespaces?: NamespaceDetail;
}

/** The metrics and spans of one host. */
export interface Telemetry {
  /** Creates the observer of a component, given its own namespace. */
  observer(namespace: string): Observer;
  /** Adds the usage of a namespace to the gauges. */
  watchUsage(space: Space): void;
  /** Has the figures of the sweeper among the counters. */
  watchSweeper(sweeper: Sweeper): void;
}

/** Opens telemetry through the registered SDK. Returns `undefined` without an SDK, so that nothing is measured. */
export function openTelemetry(options: TelemetryOptions): Telemetry | undefined {
  const meter = (options.meterProvider ?? metrics).getMeter(SCOPE);
  const tracer = (options.tracerProvider ?? trace).getTracer(SCOPE);
  // Without an SDK the API returns a shared no-op meter, and proxies that wait for a tracer provider.
  const hasMeter = meter !== createNoopMeter();
  const hasTracer = !(tracer instanceof ProxyTracer);
  if (!hasMeter && !hasTracer) return undefined;
  return new HostTelemetry(hasMeter ? meter : undefined, hasTracer ? tracer : undefined, options.namespaces ?? "kind");
}

const SCOPE = "@airssys/host";

class HostTelemetry implements Telemetry {
  readonly #meter: Meter | undefined;
  readonly #tracer: Tracer | undefined;
  readonly #detail: NamespaceDetail;
  readonly #instruments: Instruments | undefined;
  readonly #gauges: UsageGauges | undefined;
  readonly #attributes = new Map<string, AttributeSets>();

  constructor(meter: Meter | undefined, tracer: Tracer | undefined, detail: NamespaceDetail) {
    this.#meter = meter;
    this.#tracer = tracer;
    this.#detail = detail;
    if (meter === undefined) return;
    this.#instruments = createInstruments(meter);
    this.#gauges = new UsageGauges(this.#instruments, detail);
    observeUsage(meter, this.#instruments, this.#gauges);
  }

  observer(namespace: string): Observer {
    const spans = this.#tracer && new CallSpans(this.#tracer, new AttributeSets(namespace));
    return new TelemetryObserver(
      namespace,
      (name, isGranted) => this.#attributesFor(name, isGranted),
      this.#instruments,
      spans,
    );
  }

  watchUsage(space: Space): void {
    this.#gauges?.watch(space);
  }

  watchSweeper(sweeper: Sweeper): void {
    if (this.#meter !== undefined) observeSweeping(this.#meter, sweeper);
  }

  #attributesFor(namespace: string, isGranted: boolean): AttributeSets {
    const label = isGranted ? namespaceLabel(namespace, this.#detail) : namespaceKind(namespace);
    const known = this.#attributes.get(label);
    if (known !== undefined) return known;
    const made = new AttributeSets(label);
    this.#attributes.set(label, made);
    return made;
  }
}
