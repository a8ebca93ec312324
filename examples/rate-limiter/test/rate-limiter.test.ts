import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildLimiter } from "../demo/build-limiter.ts";
import { type Limiter, type OpenLimiter, openLimiter, type Verdict } from "../demo/open-limiter.ts";
import { take } from "../demo/take.ts";

const LIMIT = { requests: 3, seconds: 60 };

describe("the rate limiter on LMDB", { timeout: 60_000 }, () => {
  let component: Uint8Array;
  let folder: string;
  let open: OpenLimiter;
  let limiter: Limiter;
  let now: number;

  beforeAll(async () => {
    component = await buildLimiter();
  }, 120_000);

  beforeEach(async () => {
    now = Date.UTC(2030, 0, 1);
    folder = mkdtempSync(join(tmpdir(), "airssys-rate-limiter-"));
    await start();
  });

  afterEach(async () => {
    await open.close();
    rmSync(folder, { recursive: true });
  });

  async function start(): Promise<void> {
    open = await openLimiter(component, folder, () => now);
    limiter = await open.component.start();
  }

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
    now += 12_345;
    expect(await taken("ada", 2)).toEqual([
      { isAllowed: true, remaining: 0, retryAfter: 48 },
      { isAllowed: false, remaining: 0, retryAfter: 48 },
    ]);
    expect(await taken("bob", 1)).toEqual([{ isAllowed: true, remaining: 2, retryAfter: 0 }]);
  });

  it("keeps its word: what was refused is allowed when the time is over, and not before, however often one asks", async () => {
    await taken("ada", 10);
    now += 59_999;
    expect(await taken("ada", 1)).toEqual([{ isAllowed: false, remaining: 0, retryAfter: 1 }]);
    now += 1;
    expect(await taken("ada", 1)).toEqual([{ isAllowed: true, remaining: 2, retryAfter: 0 }]);
  });

  it("remembers over a restart, and keeps nothing of windows that have ended", async () => {
    await taken("ada", 3);
    await open.close();
    await start();
    expect(await taken("ada", 1)).toMatchObject([{ isAllowed: false }]);
    expect((await limiter.usage()).keyCount).toBe(1);
    now += 60_000;
    expect(await limiter.usage()).toMatchObject({ keyCount: 0, usedBytes: 0 });
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
    const refusal = (limit: typeof LIMIT, client = "ada") => expect(take(limiter, client, limit)).rejects;
    const invalid = { code: "refused", payload: { tag: "invalid-argument" } };
    await refusal({ requests: 0, seconds: 60 }).toMatchObject(invalid);
    await refusal({ requests: 1, seconds: 0 }).toMatchObject(invalid);
    await refusal(LIMIT, "x".repeat(300)).toMatchObject({ code: "refused", payload: { tag: "invalid-key" } });
    expect((await limiter.usage()).keyCount).toBe(0);
  });

  it("allows exactly so many among instances in threads of two hosts that all ask at once", async () => {
    const other = await openLimiter(component, folder, () => now);
    const limiters = [limiter, ...(await Promise.all([open, other, other].map((each) => each.component.start())))];
    const asked = Array.from({ length: 10 }, () =>
      limiters.map((each) => take(each, "ada", { requests: 15, seconds: 60 })),
    );
    const verdicts = await Promise.all(asked.flat());
    expect(
      verdicts
        .filter(({ isAllowed }) => isAllowed)
        .map(({ remaining }) => remaining)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 15 }, (_, index) => index));
    await other.close();
  });
});
