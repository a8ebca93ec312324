import type { Attributes } from "@opentelemetry/api";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";

/** An SDK that keeps what it is told, for tests to read. */
export function recorded() {
  const reader = new Reader();
  const spans = new InMemorySpanExporter();
  return {
    meterProvider: new MeterProvider({ readers: [reader] }),
    tracerProvider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }),
    spans: (): readonly ReadableSpan[] => spans.getFinishedSpans(),
    /** What a metric is now, by its attributes without those that are always the same. */
    metric: async (name: string): Promise<Recorded> => {
      const { resourceMetrics, errors } = await reader.collect();
      if (errors.length > 0) throw new AggregateError(errors, "metrics could not be collected");
      const found = resourceMetrics.scopeMetrics
        .flatMap(({ metrics }) => metrics)
        .find(({ descriptor }) => descriptor.name === name);
      const points = found?.dataPoints.map(({ attributes, value }) => [labelOf(attributes), value] as const) ?? [];
      return { unit: found?.descriptor.unit, points: Object.fromEntries(points) };
    },
  };
}

interface Recorded {
  readonly unit: string | undefined;
  readonly points: Record<string, unknown>;
}

function labelOf({ "db.system.name": system, ...attributes }: Attributes): string {
  if (system !== "airssys") throw new Error(`db.system.name is ${system}`);
  return Object.values(attributes).join(" ");
}

class Reader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}
