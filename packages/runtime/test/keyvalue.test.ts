import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openMemory } from "@airssys/backend/memory";
import { type Host, openHost, parseManifest } from "@airssys/host";
import { type Component, type Instance, type Isolation, load } from "@airssys/runtime";
import { ENGINES, type OpenEngine } from "@airssys/test-kit/engines";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Step } from "./fixtures/keyvalue/steps.ts";
import { cache } from "./fixtures/transpiled.ts";
import { ISOLATIONS, RUNS } from "./isolations.ts";

const MANIFEST = parseManifest(`
  [component]
  id = "keyvalue"
  version = "1.0.0"
  [permissions]
  storage = { access = "read-write", max-size = "10MB" }
  [permissions.namespaces]
  "app:news" = { access = "read-write" }
  "org/acme" = { access = "read-only" }
`);

interface Exports {
  act(steps: string): string;
  read(identifier: string, key: string): string;
}

type Answer = { readonly ok: unknown } | { readonly error: unknown };

async function loaded(
  draft: string,
  host: Host,
  isolation?: Isolation,
  buckets: Record<string, string> = {},
): Promise<Component<Exports>> {
  const bytes = readFileSync(join(inject("fixturesFolder"), `keyvalue-${draft}.wasm`));
  const where = isolation === undefined ? {} : { isolation, callTimeMaxMs: 60_000 };
  return load<Exports>(bytes, { host, manifest: MANIFEST, cache, buckets, ...where });
}

const actor =
  (instance: Instance<Exports>) =>
  async (...steps: Step[]): Promise<unknown[]> => {
    const answers = JSON.parse(await instance.call("act", JSON.stringify(steps))) as Answer[];
    return answers.map((answer) => ("ok" in answer ? answer.ok : answer));
  };

describe.each(RUNS)("wasi:keyvalue over $name", ({ open, isolation }) => {
  let engine: OpenEngine;
  let host: Host;
  const instances = new Map<string, Instance<Exports>>();
  let instance: Instance<Exports>;

  /** Starts an instance with an empty namespace. */
  async function started(draft: string) {
    instance = instances.get(draft) as Instance<Exports>;
    await host.bind(draft, { ...MANIFEST.grants, access: "admin" }).imports["airssys:wasm/storage"].storageClear();
    return actor(instance);
  }

  beforeAll(async () => {
    engine = open();
    host = await openHost({ backend: engine.backend });
    for (const draft of ["draft2", "draft"])
      instances.set(draft, await (await loaded(draft, host, isolation)).start(draft));
  });
  afterAll(async () => {
    for (const each of instances.values()) await each.stop();
    engine.close();
  });

  describe.each(["draft2", "draft"])("in %s", (draft) => {
    it("keeps what a component sets in its own namespace", async () => {
      const act = await started(draft);
      await act(["open", "default"], ["set", "a", "1"], ["set", "b", ""]);
      const kept = await act(["open", ""], ["get", "a"], ["get", "b"], ["get", "c"], ["exists", "b"], ["exists", "c"]);
      expect(kept.slice(1)).toEqual(["1", "", null, true, false]);
      await act(["open", ""], ["delete", "a"], ["delete", "c"]);
      expect(await instance.usage()).toMatchObject({ usedBytes: 1, keyCount: 1 });
    });

    it("lists keys page by page", async () => {
      const act = await started(draft);
      const keys = Array.from({ length: 1_500 }, (_, index) => `key-${String(index).padStart(4, "0")}`);
      await act(["open", ""], ["set-many", ...keys.map((key) => [key, ""])]);
      const listed: string[] = [];
      for (let cursor: unknown, pages = 0; pages < 2; pages++) {
        const [, page] = (await act(["open", ""], cursor === undefined ? ["list-keys"] : ["list-keys", cursor])) as [
          unknown,
          { keys: string[]; cursor?: unknown },
        ];
        listed.push(...page.keys);
        cursor = page.cursor;
        expect(cursor === undefined).toBe(pages === 1);
      }
      expect(listed).toEqual(keys);
    });

    it("refuses a cursor that it did not give out", async () => {
      const act = await started(draft);
      expect(await act(["open", ""], ["list-keys", "12345"])).toMatchObject([null, { error: { tag: "other" } }]);
    });

    it("counts", async () => {
      const act = await started(draft);
      const counted = await act(["open", ""], ["increment", "n", "5"], ["increment", "n", "7"], ["get", "n"]);
      expect(counted).toEqual([null, "5", "12", "12"]);
      const refused = await act(["open", ""], ["set", "n", "text"], ["increment", "n", "1"]);
      expect(refused[2]).toMatchObject({ error: { tag: "other" } });
    });

    it("reads, sets and deletes many at once", async () => {
      const act = await started(draft);
      const [, , many] = await act(
        ["open", ""],
        ["set-many", ["a", "1"], ["b", "2"], ["c", "3"]],
        ["get-many", "b", "nothing", "a"],
      );
      expect(many).toEqual([["b", "2"], draft === "draft2" ? ["nothing", null] : null, ["a", "1"]]);
      const [, , left] = await act(["open", ""], ["delete-many", "a", "c", "nothing"], ["list-keys"]);
      expect(left).toMatchObject({ keys: ["b"] });
    });

    it("opens shared namespaces that are granted", async () => {
      const act = await started(draft);
      const news = await act(["open", "app:news"], ["set", "a", "shared"], ["open", ""], ["get", "a"]);
      expect(news).toEqual([null, null, null, null]);
      expect(await act(["open", "app:news"], ["get", "a"])).toEqual([null, "shared"]);
      expect(await act(["open", "org/acme"], ["get", "a"], ["set", "a", ""])).toEqual([
        null,
        null,
        { error: { tag: "access-denied" } },
      ]);
      expect(await act(["open", "app:other"])).toEqual([{ error: { tag: "access-denied" } }]);
      expect(await act(["open", "sqlite"])).toEqual([{ error: { tag: "no-such-store" } }]);
      expect(await act(["open", "component:keyvalue"])).toEqual([{ error: { tag: "no-such-store" } }]);
    });

    it("fails with errors of the component's own realm, which say what is wrong", async () => {
      const act = await started(draft);
      const own = { isError: true, isTypeError: false, name: "Error" };
      expect(
        await act(["catch-open", "sqlite"], ["catch-open", "app:other"], ["open", ""], ["catch-get", "a\n"]),
      ).toMatchObject([
        { ...own, message: "no-such-store", payload: { tag: "no-such-store" } },
        { ...own, message: "access-denied", payload: { tag: "access-denied" } },
        null,
        { ...own, message: expect.stringMatching(/^other: invalid-key: /), payload: { tag: "other" } },
      ]);
      expect(await act(["catch-open", 5])).toEqual([
        { isError: true, isTypeError: true, name: "TypeError", message: "identifier: expected string, got 5" },
      ]);
    });

    it("obeys the rules of the contract: keys, sizes, quota", async () => {
      const act = await started(draft);
      const large = "x".repeat(1_048_577);
      expect(await act(["open", ""], ["set", "", "1"], ["set", "a\n", "1"], ["set", "a", large])).toMatchObject([
        null,
        { error: { tag: "other", val: expect.stringContaining("invalid-key") } },
        { error: { tag: "other", val: expect.stringContaining("invalid-key") } },
        { error: { tag: "other", val: expect.stringContaining("value-too-large") } },
      ]);
      const many = Array.from({ length: 11 }, (_, index) => ["set", `${index}`, "x".repeat(1_000_000)] as const);
      expect((await act(["open", ""], ...many)).at(-1)).toMatchObject({
        error: { tag: "other", val: expect.stringContaining("quota-exceeded") },
      });
    });

    it("is part of the call's transaction", async () => {
      const act = await started(draft);
      await expect(act(["open", ""], ["set", "a", "1"], ["increment", "n", "1"], ["throw"])).rejects.toMatchObject({
        code: "trapped",
      });
      expect(await act(["open", ""], ["list-keys"])).toMatchObject([null, { keys: [] }]);
    });
  });

  it("passes on its errors from an export that may return them (draft2)", async () => {
    const act = await started("draft2");
    await act(["open", ""], ["set", "a", "1"]);
    expect(await instance.call("read", "", "a")).toBe("1");
    await expect(instance.call("read", "sqlite", "a")).rejects.toMatchObject({
      code: "refused",
      payload: { tag: "no-such-store" },
    });
    await expect(instance.call("read", "", "")).rejects.toMatchObject({
      code: "refused",
      payload: { tag: "other", val: expect.stringContaining("invalid-key") },
    });
  });

  it("says why a swap failed (draft2)", async () => {
    const act = await started("draft2");
    const steps = await act(["open", ""], ["cas", "a"], ["set", "a", "theirs"], ["catch-swap", "mine"]);
    expect(steps[3]).toMatchObject({ isError: true, message: "cas-failed" });
  });

  it("swaps a value only if it is unchanged (draft2)", async () => {
    const act = await started("draft2");
    const swaps = await act(
      ["open", ""],
      ["cas", "a"],
      ["current"],
      ["swap", "1"],
      ["get", "a"],
      ["cas", "a"],
      ["current"],
      ["set", "a", "theirs"],
      ["swap", "mine"],
      ["current"],
      ["swap", "mine at last"],
      ["get", "a"],
    );
    expect(swaps.slice(2)).toEqual([
      null,
      "swapped",
      "1",
      null,
      "1",
      null,
      "failed",
      "theirs",
      "swapped",
      "mine at last",
    ]);
  });

  it("stays in the component's own namespace, whatever the component has entered (draft2)", async () => {
    const act = await started("draft2");
    const steps = await act(
      ["open", "default"],
      ["enter", "app:news"],
      ["set", "own", "1"],
      ["cas", "own"],
      ["swap", "2"],
      ["increment", "counter", "1"],
      ["set-many", ["a", "b"]],
      ["leave"],
      ["get", "own"],
      ["open", "app:news"],
      ["get", "own"],
      ["get", "counter"],
    );
    expect(steps).toEqual([null, null, null, null, "swapped", "1", null, null, "2", null, null, null]);
    expect(await instance.usage()).toMatchObject({ keyCount: 3 });
  });

  it("stores no value in a handle: current() reads the latest one, and swap compares with the first (draft2)", async () => {
    const act = await started("draft2");
    const steps = await act(
      ["open", ""],
      ["set", "a", "first"],
      ["cas", "a"],
      ["set", "a", "other"],
      ["current"],
      ["swap", "mine"],
    );
    expect(steps.slice(4)).toEqual(["other", "failed"]);
  });

  it("lets no counter of the first draft go below 0, nor beyond what the contract counts (draft)", async () => {
    const act = await started("draft");
    const steps = await act(
      ["open", ""],
      ["set", "n", "-5"],
      ["increment", "n", "1"],
      ["get", "n"],
      ["increment", "n", String(2n ** 63n)],
    );
    expect(steps.slice(2)).toMatchObject([{ error: { tag: "other" } }, "-5", { error: { tag: "other" } }]);
  });
});

describe.each(ISOLATIONS)("wasi:keyvalue %s", (_where, { isolation }) => {
  it("opens the namespaces that the host maps identifiers to, under the same grants", async () => {
    const buckets = {
      news: "app:news",
      scratch: "",
      default: "org/acme",
      constructor: "app:other",
      ["__proto__"]: "app:news",
    };
    const component = await loaded("draft2", openHost({ backend: openMemory() }), isolation, buckets);
    const act = actor(await component.start());
    await act(["open", "news"], ["set", "a", "shared"], ["open", "scratch"], ["set", "a", "own"]);
    expect(await act(["open", "app:news"], ["get", "a"], ["open", "__proto__"], ["get", "a"])).toEqual([
      null,
      "shared",
      null,
      "shared",
    ]);
    expect(await act(["open", ""], ["get", "a"])).toEqual([null, "own"]);
    expect(
      await act(["open", "default"], ["set", "a", "1"], ["open", "constructor"], ["open", "toString"]),
    ).toMatchObject([
      null,
      { error: { tag: "access-denied" } },
      { error: { tag: "access-denied" } },
      { error: { tag: "no-such-store" } },
    ]);
    await component.stop();
  });

  it("lets a component hold a limited number of handles, and traps one that needs more", async () => {
    const component = await loaded("draft2", openHost({ backend: openMemory() }), isolation);
    const instance = await component.start();
    const act = actor(instance);
    expect(await act(["open-many", "", "20000"])).toEqual([20_000]);
    await expect(act(["open-many", "", "90000"])).rejects.toMatchObject({
      code: "trapped",
      message: expect.stringContaining("it holds more than 100000 handles"),
    });
    expect(await act(["open", ""], ["get", "a"])).toEqual([null, null]);
    await component.stop();
  });
});

it.each<[what: string, buckets: object, error: typeof TypeError | typeof RangeError, message: string]>([
  ["a namespace that is none", { a: "counter" }, RangeError, '"buckets" has no namespace for "a": expected ""'],
  ["another component's namespace", { a: "component:b" }, RangeError, 'org/ID or system, got "component:b"'],
  ["an id that is none", { a: "app:" }, RangeError, 'got "app:", which has an id that'],
  ["what is no text", { a: 5 }, TypeError, "org/ID or system, got number"],
  ["a bad name for __proto__", { ["__proto__"]: "no" }, RangeError, 'no namespace for "__proto__"'],
])("is not loaded with %s for an identifier", async (_what, buckets, error, message) => {
  const loading = loaded("draft2", openHost({ backend: openMemory() }), undefined, buckets as Record<string, string>);
  await expect(loading).rejects.toThrow(message);
  await expect(loading).rejects.toBeInstanceOf(error);
});

it("is not offered by a host without the interfaces that it is built on", async () => {
  const engine = ENGINES[0] as (typeof ENGINES)[number];
  const whole = await openHost({ backend: engine.open().backend });
  const host: Host = { ...whole, interfaces: ["airssys:wasm/storage@0.1.0"] };
  await expect(loaded("draft2", host)).rejects.toMatchObject({
    code: "unknown-import",
    message: expect.stringContaining("wasi:keyvalue/store@0.2.0-draft2"),
  });
});
