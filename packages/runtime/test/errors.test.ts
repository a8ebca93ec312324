import { type Backend, BackendError } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { type Grants, type Host, openHost } from "@airssys/host";
import { STORAGE_ERROR_CODES, type StorageErrorPayload } from "@airssys/protocol";
import { CallError, type Instance, LoadError, load } from "@airssys/runtime";
import { ENGINES } from "@airssys/test-kit/engines";
import { describe, expect, it } from "vitest";
import { loadProbe, MANIFEST, probeBytes, startProbe } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";
import { withStorage } from "./other-host.ts";

async function failureOf(call: Promise<unknown>): Promise<CallError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CallError) return error;
  throw new Error(`expected a CallError, got ${String(error)}`);
}

describe.each(ENGINES)("an error of a real component over $name", ({ open }) => {
  async function withProbe(grants: Grants, test: (probe: Instance<ProbeExports>) => Promise<void>): Promise<void> {
    const engine = open();
    const component = await loadProbe(await openHost({ backend: engine.backend }));
    const probe = await component.start("probe", grants);
    await test(probe);
    await probe.stop();
    engine.close();
  }

  it("is typed in the guest that catches it, and in the program if the guest rethrows it", () =>
    withProbe({ access: "read-only", quotaBytes: 0 }, async (probe) => {
      expect((await failureOf(probe.call("probe.set", "a", "1"))).payload).toEqual({
        tag: "permission-denied",
        val: "storage:component:probe:write",
      });
      expect(await probe.call("probe.catchOnGet", "")).toEqual({
        code: "invalid-key",
        message: "invalid key: must not be empty",
        details: '"must not be empty"',
        isStorageError: true,
      });
    }));

  it("of a quota reports the exact sizes", () =>
    withProbe({ access: "read-write", quotaBytes: 20 }, async (probe) => {
      await probe.call("probe.set", "a", "123");
      const { code, payload } = await failureOf(probe.call("probe.set", "b", "0123456789abcdef"));
      expect(code).toBe("refused");
      expect(payload).toEqual({ tag: "quota-exceeded", val: { used: 6n, quota: 20n, requested: 19n } });
      expect(await probe.call("probe.size")).toBe(6n);
    }));

  it("may be caught by the guest, whose earlier writes are kept", () =>
    withProbe({ access: "read-write", quotaBytes: 100 }, async (probe) => {
      expect(await probe.call("probe.setMany", "key", 50, 10)).toBe(6); // 4 bytes of key, 12 of JSON
      expect(await probe.call("probe.keys", undefined)).toHaveLength(6);
    }));

  it("of a value that is too large gives the limit", () =>
    withProbe({ access: "admin", quotaBytes: 50_000_000 }, async (probe) => {
      const { payload } = await failureOf(probe.call("probe.set", "big", "v".repeat(1_048_575)));
      expect(payload).toEqual({ tag: "value-too-large", val: 1_048_576n });
    }));

  it.each([
    ["return the storage error", "refused"],
    ["throw an error", "trapped"],
    ["throw a string", "trapped"],
    ["overflow the stack", "trapped"],
    ["run out of memory", "trapped"],
  ])("writes nothing, and the next call works: %s", (way, code) =>
    withProbe({ access: "admin", quotaBytes: 1_000 }, async (probe) => {
      await probe.call("probe.set", "kept", "1");
      expect((await failureOf(probe.call("probe.setThen", "lost", "1", way))).code).toBe(code);
      expect(await probe.call("probe.keys", undefined)).toEqual(["kept"]);
      expect(probe.traps).toBe(code === "trapped" ? 1 : 0);
      await probe.call("probe.setThen", "next", "1", "");
      expect(await probe.call("probe.keys", undefined)).toEqual(["kept", "next"]);
      expect(await probe.usage()).toMatchObject({ keyCount: 2, usedBytes: 14 });
    }),
  );
});

describe("a call", () => {
  it("that traps reports the guest's own message", async () => {
    const probe = await startProbe({ backend: openMemory() });
    const error = await failureOf(probe.call("probe.setThen", "a", "1", "throw an error"));
    expect(error.stderr).toContain("an error of the guest");
    expect(error.message).toMatch(/^probe\.setThen of probe trapped: .*an error of the guest/);
    // Contains the output of this call alone.
    const next = await failureOf(probe.call("probe.setThen", "a", "1", "overflow the stack"));
    expect(next.stderr).not.toContain("an error of the guest");
  });

  it("of a missing export lists the exports of the component", async () => {
    const probe = (await startProbe({ backend: openMemory() })) as Instance;
    for (const path of ["nothing", "probe.nothing", "probe.constructor", "toString", "probe", ""]) {
      const error = await failureOf(probe.call(path));
      expect(error.code).toBe("no-such-export");
      expect(error.message).toMatch(/; it has probe\.catchOnGet, probe\.clear, .*, greet$/);
    }
  });

  it("to a stopped instance is refused, and stopping twice is fine", async () => {
    const probe = await startProbe({ backend: openMemory() });
    const last = probe.call("greet", "you");
    await probe.stop();
    await probe.stop();
    expect(await last).toBe("hello you");
    expect((await failureOf(probe.call("greet", "you"))).code).toBe("stopped");
  });

  it.each([
    ["outcome-unknown", () => new Error(NO_SPACE)],
    ["not-committed", () => new BackendError("full", NO_SPACE, { outcome: "not-committed" })],
  ])(
    "reports whether its failed commit may have happened, without telling the guest why: %s",
    async (code, failure) => {
      const backend = openMemory();
      openHost({ backend }); // makes it a store, while commits work
      const fail = () => {
        throw failure();
      };
      const probe = await startProbe({ backend: withCommit(backend, fail), log: () => {} });
      const error = await failureOf(probe.call("probe.set", "a", "1"));
      expect(error.code).toBe(code);
      expect(error.message).not.toContain("secret");
      expect(error.cause).toMatchObject({ code: "internal-error", cause: { message: NO_SPACE } });
      expect(await probe.call("probe.get", "a")).toBeUndefined();
    },
  );

  it("may be caught inside the guest for every code of the contract, with its details", async () => {
    const payloads: StorageErrorPayload[] = [
      { tag: "permission-denied", val: "storage:x:read" },
      { tag: "quota-exceeded", val: { used: 2n ** 63n, quota: 1n, requested: 3n } },
      { tag: "key-not-found" },
      { tag: "invalid-key", val: "rule" },
      { tag: "value-too-large", val: 2n ** 64n - 1n },
      { tag: "internal-error", val: "reference" },
      { tag: "invalid-argument", val: "rule" },
      { tag: "limit-exceeded", val: "limit" },
      { tag: "conflict" },
    ];
    expect(payloads.map(({ tag }) => tag)).toEqual(STORAGE_ERROR_CODES);
    for (const payload of payloads) {
      const host = openHost({ backend: openMemory() });
      const probe = await (await loadProbe(answering(host, payload))).start();
      const details = "val" in payload ? payload.val : null;
      expect(await probe.call("probe.catchOnGet", "a")).toMatchObject({
        code: payload.tag,
        details: JSON.stringify(details, (_name, value) => (typeof value === "bigint" ? `${value}` : value)),
        isStorageError: true,
      });
      expect((await failureOf(probe.call("probe.get", "a"))).payload).toEqual(payload);
    }
  });
});

const NO_SPACE = "no space left on /dev/secret";

/** Wraps a backend with another `commit`. */
function withCommit(backend: Backend<"sync">, commit: Backend<"sync">["commit"]): Backend<"sync"> {
  return {
    name: backend.name,
    mode: "sync",
    capabilities: backend.capabilities,
    get: (key) => backend.get(key),
    getMany: (keys) => backend.getMany(keys),
    scan: (range) => backend.scan(range),
    count: (range) => backend.count(range),
    commit,
    commitAll: (batches) => batches.map(commit) as boolean[],
    flush: () => backend.flush(),
    stats: () => backend.stats(),
    close: () => backend.close(),
  };
}

/** Wraps a host so that `storage-get` returns an error. */
function answering(host: Host<"sync">, payload: StorageErrorPayload): Host<"sync"> {
  const result = { tag: "err", val: payload } as const;
  return withStorage(host, (storage) => ({ ...storage, storageGet: () => result }));
}

describe("loading", () => {
  const options = { host: openHost({ backend: openMemory() }), manifest: MANIFEST };
  const coreModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

  it.each([
    ["no bytes", new Uint8Array()],
    ["text", new TextEncoder().encode("export const a = 1;")],
    ["a core module", coreModule],
    ["half a component", probeBytesHalf()],
  ])("refuses %s", async (_what, bytes) => {
    const error = await load(bytes, options).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(LoadError);
    expect(error).toMatchObject({ code: "not-a-component" });
  });

  function probeBytesHalf(): Uint8Array {
    const bytes = probeBytes();
    return bytes.subarray(0, bytes.length / 2);
  }
});
