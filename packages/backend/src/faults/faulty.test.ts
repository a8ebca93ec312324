import { BackendError, type Batch, promised } from "@airssys/backend";
import { type FaultRule, faulty, fullDisk } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { describe, expect, test } from "vitest";

const KEY = Uint8Array.of(1);
const put = (value: number): Batch => ({
  checks: [],
  writes: [{ type: "put", key: KEY, value: Uint8Array.of(value) }],
});
const nothing: Batch = { checks: [], writes: [] };

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("faulty, over a synchronous backend", () => {
  test("passes requests through unless a rule matches", () => {
    const backend = faulty(openMemory(), [{ kind: "commit", at: 9, fault: { type: "fail" } }]);
    expect(backend.commit(put(1))).toBe(true);
    expect(backend.get(KEY)).toEqual(Uint8Array.of(1));
    expect([backend.name, backend.mode]).toEqual(["memory", "sync"]);
  });

  test("fails the n-th request of a kind without running it", () => {
    const backend = faulty(openMemory(), [{ kind: "commit", at: 2, fault: { type: "fail", code: "full" } }]);
    backend.commit(put(1));
    expect(catchError(() => backend.commit(put(2)))).toMatchObject({ code: "full", outcome: "not-committed" });
    expect(backend.get(KEY)).toEqual(Uint8Array.of(1));
    expect(backend.commit(put(3))).toBe(true);
  });

  test("fails the n-th request of any kind", () => {
    const backend = faulty(openMemory(), [{ at: 3, fault: { type: "fail" } }]);
    backend.commit(put(1));
    backend.get(KEY);
    expect(catchError(() => backend.scan({}))).toBeInstanceOf(BackendError);
    expect(backend.scan({}).entries).toHaveLength(1);
  });

  test("fails by default with an io error whose outcome is unknown", () => {
    const backend = faulty(openMemory(), [{ fault: { type: "fail" } }]);
    expect(catchError(() => backend.commit(put(1)))).toMatchObject({ code: "io", outcome: "unknown" });
  });

  test("loses the answer of a commit that happened", () => {
    const backend = faulty(openMemory(), [{ kind: "commit", at: 1, fault: { type: "lose-answer" } }]);
    expect(catchError(() => backend.commit(put(1)))).toMatchObject({ code: "io", outcome: "unknown" });
    expect(backend.get(KEY)).toEqual(Uint8Array.of(1));
  });

  test("passes the request to the predicate", () => {
    const rule: FaultRule<"sync"> = {
      when: ({ kind, keys, range, batch }) =>
        kind === "scan" ? range?.limit === 7 : (keys ?? batch?.writes ?? []).length === 2,
      fault: { type: "fail" },
    };
    const backend = faulty(openMemory(), [rule]);
    expect(backend.getMany([KEY])).toEqual([undefined]);
    expect(catchError(() => backend.getMany([KEY, KEY]))).toMatchObject({ code: "io" });
    expect(catchError(() => backend.scan({ limit: 7 }))).toMatchObject({ code: "io" });
    expect(
      catchError(() => backend.commit({ checks: [], writes: [...put(1).writes, ...put(2).writes] })),
    ).toMatchObject({
      code: "io",
    });
    expect(backend.get(KEY)).toBeUndefined();
  });

  test("applies the first of several matching rules", () => {
    const backend = faulty(openMemory(), [
      { kind: "get", fault: { type: "fail", code: "corrupt" } },
      { fault: { type: "fail", code: "read-only" } },
    ]);
    expect(catchError(() => backend.get(KEY))).toMatchObject({ code: "corrupt" });
    expect(catchError(() => backend.stats())).toMatchObject({ code: "read-only" });
  });

  test("counts requests by kind, including those that fail", () => {
    const backend = faulty(openMemory(), [{ kind: "get", fault: { type: "fail" } }]);
    catchError(() => backend.get(KEY));
    catchError(() => backend.get(KEY));
    backend.getMany([KEY]);
    backend.scan({});
    backend.count({});
    backend.commit(nothing);
    backend.flush();
    backend.stats();
    backend.close();
    expect(backend.counts).toEqual({
      get: 2,
      getMany: 1,
      scan: 1,
      count: 1,
      commit: 1,
      commitAll: 0,
      flush: 1,
      stats: 1,
      close: 1,
    });
  });

  test("refuses writes while the disk is full, and accepts them afterwards", () => {
    let isFull = false;
    const backend = faulty(openMemory(), [fullDisk(() => isFull)]);
    backend.commit(put(1));
    isFull = true;
    expect(catchError(() => backend.commit(put(2)))).toMatchObject({ code: "full", outcome: "not-committed" });
    expect(backend.commit(nothing)).toBe(true);
    expect(backend.get(KEY)).toEqual(Uint8Array.of(1));
    isFull = false;
    expect(backend.commit(put(2))).toBe(true);
  });

  test("blocks the thread before the request runs", () => {
    const backend = faulty(openMemory(), [{ kind: "commit", fault: { type: "block", milliseconds: 20 } }]);
    const begun = performance.now();
    expect(backend.commit(put(1))).toBe(true);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(19);
    expect(backend.get(KEY)).toEqual(Uint8Array.of(1));
  });

  test("refuses a delay", () => {
    const delay = { type: "delay", pause: async () => {} } as const;
    // @ts-expect-error a delay cannot be planned for a synchronous backend
    const backend = faulty(openMemory(), [{ fault: delay }]);
    expect(catchError(() => backend.get(KEY))).toBeInstanceOf(TypeError);
  });
});

describe("faulty, over an asynchronous backend", () => {
  test("rejects instead of throwing", async () => {
    const backend = faulty(promised(openMemory()), [{ kind: "commit", fault: { type: "fail", code: "full" } }]);
    await expect(backend.commit(put(1))).rejects.toMatchObject({ code: "full", outcome: "not-committed" });
    expect(await backend.get(KEY)).toBeUndefined();
  });

  test("loses the answer of a commit that happened", async () => {
    const backend = faulty(promised(openMemory()), [{ kind: "commit", fault: { type: "lose-answer" } }]);
    await expect(backend.commit(put(1))).rejects.toMatchObject({ code: "io", outcome: "unknown" });
    expect(await backend.get(KEY)).toEqual(Uint8Array.of(1));
  });

  test("delays a request, so that a later one overtakes it, and keeps the arguments that it had at the call", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const backend = faulty(promised(openMemory()), [
      { kind: "commit", at: 1, fault: { type: "delay", pause: () => promise } },
    ]);
    const value = Uint8Array.of(1);
    const late = backend.commit({ checks: [], writes: [{ type: "put", key: KEY, value }] });
    value.fill(9);
    await backend.commit(put(2));
    expect(await backend.get(KEY)).toEqual(Uint8Array.of(2));
    resolve();
    expect(await late).toBe(true);
    expect(await backend.get(KEY)).toEqual(Uint8Array.of(1));
  });
});
