import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@airssys/testing/vitest";
import { openMemory } from "@airssys/backend/memory";
import { openLmdb } from "@airssys/backend-lmdb";
import { workerThreads } from "@airssys/runtime/node";
import { createHarness, type Harness } from "@airssys/testing";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Limiter, LimiterExports, Verdict } from "../demo/open-limiter.ts";
import { take } from "../demo/take.ts";

const LIMIT = { requests: 3, seconds: 60 };

const LIMITER = {
  entry: new URL("../src/rate-limiter.ts", import.meta.url),
  conditions: ["@airssys/source"],
  cacheFolder: new URL("../../../.cache", import.meta.url),
};

describe.each(["mock", "memory", "lmdb"] as const)("the rate limiter, %s", (mode) => {
  let harness: Harness<LimiterExports>;
  let limiter: Limiter;

  beforeEach(async () => {
    harness = await createHarness<LimiterExports>({ ...LIMITER, mode });
    limiter = await harness.start();
  });

  afterEach(() => harness.close());

  async function taken(client: string, count: number): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    for (let index = 0; index < count; index++) verdicts.push(await take(limiter, client, LIMIT));
    return verdicts;
  }

  it("allows so many requests in a window, and says how many are left and how long to wait", async () => {
    expect(await taken("ada", 2)).toEqual([
      { isAllowed: true, remaining: 2, retryAfter: 0 },
      { isAllowed: true, remaining: 1, retryAfter: 0 },
    ]);
    harness.clock.advance(12_345);
    expect(await taken("ada", 2)).toEqual([
      { isAllowed: true, remaining: 0, retryAfter: 48 },
      { isAllowed: false, remaining: 0, retryAfter: 48 },
    ]);
    expect(await taken("bob", 1)).toEqual([{ isAllowed: true, remaining: 2, retryAfter: 0 }]);
  });

  it("keeps its word: what was refused is allowed when the time is over, and not before, however often one asks", async () => {
    await taken("ada", 10);
    harness.clock.advance(59_999);
    expect(await taken("ada", 1)).toEqual([{ isAllowed: false, remaining: 0, retryAfter: 1 }]);
    harness.clock.advance("1ms");
    expect(await taken("ada", 1)).toEqual([{ isAllowed: true, remaining: 2, retryAfter: 0 }]);
  });

  it("remembers over a restart, and keeps nothing of windows that have ended", async () => {
    await taken("ada", 3);
    await harness.restart();
    expect(await taken("ada", 1)).toMatchObject([{ isAllowed: false }]);
    expect(await harness.snapshot("rate-limiter")).toMatchInlineSnapshot(`
      {
        ""Ttaken!ada!": {
          "expiresAt": "2030-01-01T00:01:00.000Z",
          "value": 3,
        },
      }
    `);
    harness.clock.advance("60s");
    await expect(harness).toHaveUsage("rate-limiter", { keyCount: 0, usedBytes: 0 });
  });

  it("gives a client a new window", async () => {
    await taken("ada", 3);
    expect(await limiter.call("limiter.reset", "ada")).toBe(true);
    expect(await limiter.call("limiter.reset", "ada")).toBe(false);
    expect(await taken("ada", 1)).toMatchObject([{ isAllowed: true }]);
  });

  it("keeps clients apart, whatever they are called", async () => {
    for (const client of ["", "a", "a!", "a/b", "ä\n\u0000", "💡"])
      expect(await taken(client, 4)).toMatchObject([{ remaining: 2 }, {}, {}, { isAllowed: false }]);
  });

  it("refuses a limit that is none and a client whose name is too long, and counts nothing", async () => {
    const ask = (limit: typeof LIMIT, client = "ada") => limiter.call("limiter.take", client, limit);
    await expect(ask({ requests: 0, seconds: 60 })).toBeRefused({ tag: "invalid-argument" });
    await expect(ask({ requests: 1, seconds: 0 })).toBeRefused({ tag: "invalid-argument" });
    await expect(ask(LIMIT, "x".repeat(300))).toBeRefused({ tag: "invalid-key" });
    await expect(harness).toHaveUsage("rate-limiter", { keyCount: 0 });
  });

  it("writes nothing for a request that is refused", async () => {
    await taken("ada", 3);
    harness.operations.clear();
    await taken("ada", 1);
    expect(harness.operations.names()).toEqual(["storage-get", "storage-get-ttl"]);
  });

  it("counts no request whose commit fails, also when the program ends before it", async () => {
    harness.faults.failCommit(1, { code: "full" });
    await expect(taken("ada", 1)).toFailAs("not-committed");
    harness.crashAfter(1);
    await expect(taken("ada", 1)).toFailAs("crashed");
    expect(await taken("ada", 1)).toMatchObject([{ remaining: 2 }]);
  });

  it("allows exactly so many among instances in threads of two hosts that all ask at once", async () => {
    const folder = mkdtempSync(join(tmpdir(), "airssys-rate-limiter-"));
    const backend = mode === "lmdb" ? openLmdb({ path: folder }) : openMemory();
    const host = { ...LIMITER, mode, backend, isolation: workerThreads() };
    const hosts = [await createHarness<LimiterExports>(host), await createHarness<LimiterExports>(host)];
    onTestFinished(async () => {
      for (const each of hosts) await each.close();
      backend.close();
      rmSync(folder, { recursive: true });
    });
    const limiters = await Promise.all([...hosts, ...hosts].map((each) => each.start()));
    const asked = Array.from({ length: 10 }, () =>
      limiters.map((each) => take(each, "ada", { requests: 15, seconds: 60 })),
    );
    const verdicts = await Promise.all(asked.flat());
    const allowed = verdicts.filter(({ isAllowed }) => isAllowed).map(({ remaining }) => remaining);
    expect(allowed.sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, index) => index));
  });
});
