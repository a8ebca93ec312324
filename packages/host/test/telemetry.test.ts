import { type Backend, type Mode, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import { context, type Meter, metrics, SpanStatusCode, trace } from "@opentelemetry/api";
import { StackContextManager } from "@opentelemetry/sdk-trace";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Grants, type HostFailure, openHost, type TelemetryOptions } from "../src/index.ts";
import { guest } from "./guest.ts";
import { guestView } from "./guest-view.ts";
import { recorded } from "./recorded.ts";

const GRANTS: Grants = { access: "admin", quotaBytes: 1_000, namespaces: { "app:news": { access: "read-write" } } };

describe.each(ENGINES)("telemetry over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let sdk: ReturnType<typeof recorded>;

  beforeEach(() => {
    opened = engine.open();
    sdk = recorded();
  });
  afterEach(() => opened.close());

  const open = (telemetry: TelemetryOptions = {}) =>
    openHost({ backend: opened.backend, telemetry: { ...sdk, ...telemetry } });

  it("counts operations by type and outcome", async () => {
    const guest = guestView((await open()).bind("notes", GRANTS));
    await guest.set("a", "1");
    await guest.set("b", "2");
    await guest.set("", "2");
    await guest.set("c", "x".repeat(1_000));
    await guest.get("a");
    expect(await sdk.metric("airssys.storage.operations")).toEqual({
      unit: "{operation}",
      points: {
        "component:* set": 2,
        "component:* set invalid-key": 1,
        "component:* set quota-exceeded": 1,
        "component:* get": 1,
      },
    });
  });

  it("counts bytes of values read and written, but not of refused operations", async () => {
    const guest = guestView((await open()).bind("notes", GRANTS));
    await guest.set("a", "12345");
    await guest.set("b", "x".repeat(1_000));
    await guest.get("a");
    await guest.get("a");
    await guest.get("absent");
    expect(await sdk.metric("airssys.storage.io.read")).toEqual({ unit: "By", points: { "component:* get": 10 } });
    expect(await sdk.metric("airssys.storage.io.written")).toEqual({ unit: "By", points: { "component:* set": 5 } });
  });

  it("measures the duration of each operation, in seconds", async () => {
    const guest = guestView((await open()).bind("notes", GRANTS));
    const started = performance.now();
    await guest.set("a", "1");
    await guest.get("a");
    const atMost = (performance.now() - started) / 1_000;
    const { unit, points } = await sdk.metric("airssys.storage.operation.duration");
    expect(unit).toBe("s");
    expect(Object.keys(points)).toEqual(["component:* set", "component:* get"]);
    const [set, get] = Object.values(points) as { count: number; sum: number; buckets: { boundaries: number[] } }[];
    expect([set?.count, get?.count]).toEqual([1, 1]);
    expect((set?.sum ?? 0) + (get?.sum ?? 0)).toBeLessThanOrEqual(atMost);
    expect(set?.sum).toBeGreaterThan(0);
    expect(set?.buckets.boundaries.slice(0, 4)).toEqual([0.000001, 0.000002, 0.000005, 0.00001]);
    expect(set?.buckets.boundaries.at(-1)).toBe(10);
  });

  it("counts the ends of calls", async () => {
    const binding = (await open()).bind("notes", GRANTS);
    binding.begin();
    await guestView(binding).set("a", "1");
    await binding.commit();
    binding.begin();
    binding.rollback();
    const { points } = await sdk.metric("airssys.storage.operations");
    expect(points).toEqual({ "component:* set": 1, "component:* commit": 1, "component:* rollback": 1 });
  });

  it("counts what the sweeper has removed", async () => {
    let now = 1_000_000;
    const host = await openHost({ backend: opened.backend, telemetry: sdk, clock: () => now });
    await guest(host.bind("notes", GRANTS)).ttl.storageSetWithTtl("key", Uint8Array.of(1, 2), 1n);
    now += 1_000;
    host.sweeper.start();
    await vi.waitFor(() => expect(host.sweeper.stats.keys).toBe(1), { timeout: 10_000 });
    await host.sweeper.stop();
    expect(await sdk.metric("airssys.storage.sweeper.keys")).toEqual({ unit: "{key}", points: { "": 1 } });
    expect(await sdk.metric("airssys.storage.sweeper.bytes")).toEqual({ unit: "By", points: { "": 5 } });
    expect(await sdk.metric("airssys.storage.sweeper.failures")).toEqual({ unit: "{step}", points: { "": 0 } });
  });

  it("gauges the usage of namespaces, summed by kind", async () => {
    const host = await open();
    for (const id of ["one", "two"]) await guestView(host.bind(id, GRANTS)).set("a", "123");
    await guestView(host.bind("one", GRANTS), "app:news").set("b", "");
    expect(await sdk.metric("airssys.storage.usage")).toEqual({ unit: "By", points: { "component:*": 8, "app:*": 1 } });
    expect((await sdk.metric("airssys.storage.keys")).points).toEqual({ "component:*": 2, "app:*": 1 });
    expect((await sdk.metric("airssys.storage.quota")).points).toEqual({ "component:*": 2_000, "app:*": 10_000_000 });
  });

  it("names each namespace only if configured, and never one without a grant", async () => {
    const host = await open({ namespaces: "name" });
    const binding = host.bind("notes", GRANTS);
    await guestView(binding).set("a", "1");
    await guestView(binding, "app:news").set("a", "1");
    await guestView(binding, "app:made-up").get("a");
    expect((await sdk.metric("airssys.storage.operations")).points).toEqual({
      "component:notes set": 1,
      "app:news enter": 1,
      "app:news set": 1,
      "app:news leave": 1,
      "app:* enter permission-denied": 1,
    });
    expect((await sdk.metric("airssys.storage.usage")).points).toEqual({ "component:notes": 2, "app:news": 2 });
  });

  it("creates a span for a call, with a child for its commit", async () => {
    const binding = (await open()).bind("notes", GRANTS);
    binding.begin();
    await guestView(binding).set("a", "1");
    await guestView(binding).get("a");
    await binding.commit();
    const [commit, call] = sdk.spans();
    expect(sdk.spans()).toHaveLength(2);
    expect(call).toMatchObject({
      name: "airssys.storage.call",
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        "db.system.name": "airssys",
        "db.namespace": "component:notes",
        "db.operation.name": "call",
        "airssys.storage.call.ending": "commit",
        "airssys.storage.call.operations": 2,
      },
    });
    expect(commit).toMatchObject({
      name: "airssys.storage.commit",
      attributes: { "db.namespace": "component:notes", "db.operation.name": "commit" },
      parentSpanContext: { spanId: call?.spanContext().spanId },
    });
  });

  it("creates a span for a call that is rolled back, and an error span for a conflict", async () => {
    const host = await open();
    const [loser, winner] = [host.bind("notes", GRANTS), host.bind("notes", GRANTS)];
    loser.begin();
    loser.rollback();
    loser.begin();
    await guestView(loser).set("a", "1");
    await guestView(winner).set("a", "2");
    await expect(async () => loser.commit()).rejects.toThrow();
    const [rolledBack, commit, lost] = sdk.spans();
    expect(rolledBack).toMatchObject({
      status: { code: SpanStatusCode.UNSET },
      attributes: { "airssys.storage.call.ending": "rollback" },
    });
    for (const span of [commit, lost]) {
      expect(span).toMatchObject({
        status: { code: SpanStatusCode.ERROR },
        attributes: { "error.type": "conflict" },
      });
    }
  });

  it("creates a span without a commit for a call of a host that commits each operation", async () => {
    const host = await openHost({ backend: opened.backend, commit: "operation", telemetry: sdk });
    const binding = host.bind("notes", GRANTS);
    binding.begin();
    await guestView(binding).set("a", "1");
    await binding.commit();
    expect(sdk.spans().map(({ name }) => name)).toEqual(["airssys.storage.call"]);
    expect((await sdk.metric("airssys.storage.operations")).points).toEqual({ "component:* set": 1 });
  });

  it("never contains a key or a value", async () => {
    const binding = (await open({ namespaces: "name" })).bind("notes", { ...GRANTS, keys: ["alice/*"] });
    binding.begin();
    await guestView(binding).set("alice/a", "secret");
    await guestView(binding).get("bob");
    await binding.commit();
    const told = [sdk.spans().map(({ name, attributes }) => [name, attributes])];
    const names = ["operations", "operation.duration", "io.read", "io.written", "usage", "keys", "quota"];
    const all = await Promise.all(names.map((name) => sdk.metric(`airssys.storage.${name}`)));
    expect(JSON.stringify([told, all])).not.toMatch(/alice|bob|secret/);
  });
});

describe("telemetry", () => {
  afterEach(() => {
    metrics.disable();
    trace.disable();
    context.disable();
  });

  const use = (host: ReturnType<typeof openHost<"sync">>) => {
    const binding = host.bind("notes", GRANTS);
    binding.begin();
    binding.imports["airssys:wasm/storage"].storageSet("a", Uint8Array.of(1));
    binding.commit();
  };

  it("goes to the SDK that is registered when the host is opened", async () => {
    const sdk = recorded();
    const before = openHost({ backend: openMemory() });
    metrics.setGlobalMeterProvider(sdk.meterProvider);
    trace.setGlobalTracerProvider(sdk.tracerProvider);
    use(before);
    expect((await sdk.metric("airssys.storage.operations")).points).toEqual({});
    use(openHost({ backend: openMemory(), telemetry: false }));
    expect((await sdk.metric("airssys.storage.operations")).points).toEqual({});
    expect(sdk.spans()).toEqual([]);
    use(openHost({ backend: openMemory() }));
    expect((await sdk.metric("airssys.storage.operations")).points).toMatchObject({ "component:* set": 1 });
    expect(sdk.spans()).toHaveLength(2);
  });

  it("takes metrics alone, or spans alone", async () => {
    const [metered, traced] = [recorded(), recorded()];
    use(openHost({ backend: openMemory(), telemetry: { meterProvider: metered.meterProvider } }));
    use(openHost({ backend: openMemory(), telemetry: { tracerProvider: traced.tracerProvider } }));
    expect((await metered.metric("airssys.storage.operations")).points).toMatchObject({ "component:* set": 1 });
    expect(metered.spans()).toEqual([]);
    expect(traced.spans()).toHaveLength(2);
  });

  it("makes a call a child of the span that is active in the program", () => {
    const sdk = recorded();
    context.setGlobalContextManager(new StackContextManager().enable());
    const parent = sdk.tracerProvider.getTracer("program").startSpan("request");
    const host = openHost({ backend: openMemory(), telemetry: sdk });
    context.with(trace.setSpan(context.active(), parent), () => use(host));
    const call = sdk.spans().find(({ name }) => name === "airssys.storage.call");
    expect(call?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
  });

  it("lets the program do other work while it gauges many namespaces", async () => {
    const sdk = recorded();
    const backend = openMemory();
    const get = backend.get.bind(backend);
    const host = openHost({ backend, telemetry: sdk });
    const bindings = Array.from({ length: 300 }, (_, number) => host.bind(`c${number}`, GRANTS));
    backend.get = (key) => {
      for (const end = performance.now() + 1; performance.now() < end; ); // a slow disk
      return get(key);
    };
    let turns = 0;
    const work = setInterval(() => turns++, 0);
    const { points } = await sdk.metric("airssys.storage.quota");
    clearInterval(work);
    expect(points).toEqual({ "component:*": 300 * GRANTS.quotaBytes, "app:*": expect.anything() });
    expect(turns).toBeGreaterThan(300 / 10);
    expect(bindings).toHaveLength(300);
  });

  it("leaves out namespaces that cannot be read, and reports the rest", async () => {
    const sdk = recorded();
    const backend = openMemory();
    use(openHost({ backend, telemetry: sdk }));
    backend.close();
    expect((await sdk.metric("airssys.storage.usage")).points).toEqual({});
    expect((await sdk.metric("airssys.storage.operations")).points).toMatchObject({ "component:* set": 1 });
  });

  it("counts a failure of the host by its code", async () => {
    const sdk = recorded();
    const backend: Backend<Mode> = promised(openMemory());
    const host = await openHost({ backend, telemetry: sdk, log: () => {} });
    const guest = guestView(host.bind("notes", GRANTS));
    await backend.close();
    await guest.get("a");
    expect((await sdk.metric("airssys.storage.operations")).points).toEqual({ "component:* get internal-error": 1 });
  });

  it("that throws is logged, and does not affect components", () => {
    const failures: HostFailure[] = [];
    const { meterProvider } = recorded();
    const meter = meterProvider.getMeter("broken");
    const broken: Meter = Object.create(meter, {
      createCounter: {
        value: () => ({
          add() {
            throw new Error("broken");
          },
        }),
      },
    });
    const host = openHost({
      backend: openMemory(),
      telemetry: { meterProvider: { getMeter: () => broken } },
      log: (failure) => void failures.push(failure),
    });
    const storage = host.bind("notes", GRANTS).imports["airssys:wasm/storage"];
    expect(storage.storageHas("a")).toEqual({ tag: "ok", val: false });
    expect(failures).toMatchObject([{ componentId: "notes", operation: "telemetry" }]);
  });
});
