// `telemetry-versions.ts COMPONENT TRANSPILED OURS REGISTERED`: calls a component in a program that registers its SDK
// with one version of `@opentelemetry/api`, while host and runtime import another. OURS and REGISTERED are the names by
// which these versions are installed. Prints the names of the metrics and spans that arrive, as JSON.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

const [component = "", transpiled = "", ours = "", registered = ""] = process.argv.slice(2);
const OWN_SOURCES = /\/packages\/(host|runtime)\/src\//;

registerHooks({
  resolve(specifier, context, next) {
    const isOurs = specifier === "@opentelemetry/api" && OWN_SOURCES.test(context.parentURL ?? "");
    return isOurs ? next(ours, { ...context, parentURL: import.meta.url }) : next(specifier, context);
  },
});

// Not before the hook is there.
const [{ openMemory }, { openHost, parseManifest }, { load }, { fileCache }, sdk, api] = await Promise.all([
  import("@airssys/backend/memory"),
  import("@airssys/host"),
  import("@airssys/runtime"),
  import("@airssys/runtime/node"),
  import("@opentelemetry/sdk-metrics"),
  import(registered) as Promise<typeof import("@opentelemetry/api")>,
]);

class Reader extends sdk.MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

const reader = new Reader();
const spans: string[] = [];
const span = () => api.trace.wrapSpanContext(api.INVALID_SPAN_CONTEXT);
const tracer = {
  startSpan: (name: string) => {
    spans.push(name);
    return span();
  },
  startActiveSpan: () => undefined as never, // neither host nor runtime calls it
};
api.metrics.setGlobalMeterProvider(new sdk.MeterProvider({ readers: [reader] }));
api.trace.setGlobalTracerProvider({ getTracer: () => tracer });

const manifest = parseManifest(`
  [component]
  id = "probe"
  version = "1.0.0"
  [permissions]
  storage = { access = "admin" }
`);
const host = openHost({ backend: openMemory() });
const loaded = await load(readFileSync(component), { host, manifest, cache: fileCache(transpiled) });
const probe = await loaded.start();
await probe.call("probe.increment", "counter");
const { resourceMetrics } = await reader.collect();
const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics.map(({ descriptor }) => descriptor.name));
await probe.stop();
console.log(JSON.stringify({ metrics, spans }));
