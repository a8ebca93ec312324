import { workerThreads } from "@airssys/runtime/node";
import type { HarnessOptions } from "@airssys/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openProbe, type ProbeExports } from "./probe.ts";

/** What fake timers can replace, but for what the test runner itself needs. */
const REPLACED = [
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "setImmediate",
  "clearImmediate",
  "queueMicrotask",
  "performance",
  "Date",
] as const;

function installFakeTimers(): void {
  vi.useFakeTimers({ toFake: [...REPLACED] });
  onTestFinished(() => void vi.useRealTimers());
}

interface Sleeping {
  readonly probe: ProbeExports["probe"] & { sleep(milliseconds: number): void };
}

const WAYS: readonly { readonly name: string; readonly options: HarnessOptions }[] = [
  { name: "mock", options: { mode: "mock" } },
  { name: "memory", options: { mode: "memory" } },
  { name: "LMDB", options: { mode: "lmdb" } },
  { name: "memory, in threads of their own", options: { mode: "memory", isolation: workerThreads() } },
  { name: "LMDB, in threads of their own", options: { mode: "lmdb", isolation: workerThreads() } },
];

describe.each(WAYS)("a guest over $name whose test installs fake timers after its start", ({ options }) => {
  it("answers, sleeps, is restarted and is stopped", async () => {
    const harness = await openProbe(options);
    const probe = await harness.start<Sleeping>();
    installFakeTimers();
    expect(await probe.call("probe.increment", "count")).toBe(1);
    const calls = [2, 3, 4].map(() => probe.call("probe.increment", "count"));
    expect(await Promise.all(calls)).toEqual([2, 3, 4]);
    await probe.call("probe.sleep", 5);
    await harness.restart();
    expect(await probe.call("probe.increment", "count")).toBe(5);
    const last = probe.call("probe.increment", "count");
    await probe.stop({ graceMs: 1_000 });
    expect(await last).toBe(6);
    await harness.close();
  });
});

it("a call that takes longer than it may is ended though the timers of the program are fake", async () => {
  const harness = await openProbe({ isolation: workerThreads(), limits: { callTimeMaxMs: 1_000 } });
  const probe = await harness.start();
  installFakeTimers();
  await expect(probe.call("probe.setThen", "a", "1", "loop for ever")).rejects.toMatchObject({ code: "timed-out" });
  expect(await probe.call("probe.get", "a")).toBeUndefined();
});
