import { judgeHost, openReferenceHost, type ReferenceHostOptions } from "@airssys/conformance";
import { describe, expect, test } from "vitest";
import { transpiledCache } from "./transpiled.ts";

const HOSTS: readonly ReferenceHostOptions[] = [
  { backend: "memory", mode: "sync" },
  { backend: "lmdb", mode: "sync" },
];

describe.each(HOSTS)("the host of this project, $backend $mode", (options) => {
  test("keeps every law", { timeout: 180_000 }, async () => {
    await using host = await openReferenceHost({ ...options, cache: transpiledCache });
    const verdicts = await judgeHost(host);
    expect(verdicts.filter(({ outcome }) => outcome === "broken")).toEqual([]);
    // Memory does not outlive the host.
    const skipped = verdicts.filter(({ outcome }) => outcome === "skipped");
    expect(skipped.every(({ reason }) => reason?.endsWith("commits-outlive-a-kill"))).toBe(true);
    expect(skipped.length > 0).toBe(options.backend === "memory");
    expect(verdicts.length).toBeGreaterThan(250);
  });
});
