import { openHost } from "@airssys/host";
import type { Instance } from "@airssys/runtime";
import { ENGINES, type OpenEngine } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadProbe, startProbe } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";

describe.each(ENGINES)("a real component over $name", ({ open }) => {
  let engine: OpenEngine;
  let probe: Instance<ProbeExports>;

  beforeEach(async () => {
    engine = open();
    probe = await startProbe({ backend: engine.backend });
  });
  afterEach(async () => {
    await probe.stop();
    engine.close();
  });

  it("stores what it sets, including empty strings and characters of every plane", async () => {
    for (const value of ["", "plain", "\u{1f600} é �"]) {
      await probe.call("probe.set", `key ${value}`, value);
      expect(await probe.call("probe.get", `key ${value}`)).toBe(value);
    }
    expect(await probe.call("probe.get", "absent")).toBeUndefined();
  });

  it("reports whether a key exists, and whether a deleted one did", async () => {
    await probe.call("probe.set", "a", "1");
    expect(await probe.call("probe.has", "a")).toBe(true);
    expect(await probe.call("probe.deleteKey", "a")).toBe(true);
    expect(await probe.call("probe.deleteKey", "a")).toBe(false);
    expect(await probe.call("probe.has", "a")).toBe(false);
  });

  it("lists keys and entries in the order of their UTF-8", async () => {
    for (const key of ["b", "\u{1f600}", "�", "a/2", "a/1"]) await probe.call("probe.set", key, key);
    expect(await probe.call("probe.keys", undefined)).toEqual(["a/1", "a/2", "b", "�", "\u{1f600}"]);
    expect(await probe.call("probe.keys", "a/")).toEqual(["a/1", "a/2"]);
    expect(await probe.call("probe.entries", "a/")).toEqual([
      ["a/1", "a/1"],
      ["a/2", "a/2"],
    ]);
  });

  it("counts its bytes, and clears its keys", async () => {
    await probe.call("probe.set", "key", "12"); // 3 bytes of key, 4 of JSON
    expect(await probe.call("probe.size")).toBe(7n);
    expect(await probe.usage()).toEqual({ usedBytes: 7, quotaBytes: 50_000_000, keyCount: 1 });
    await probe.call("probe.clear");
    expect(await probe.call("probe.size")).toBe(0n);
    expect(await probe.call("probe.keys", undefined)).toEqual([]);
  });

  it("calls functions of the world and of interfaces", async () => {
    expect(await probe.call("greet", "you")).toBe("hello you");
  });

  it("runs calls of one instance one after the other, in the order in which they were made", async () => {
    const counts = Array.from({ length: 20 }, () => probe.call("probe.increment", "counter"));
    expect(await Promise.all(counts)).toEqual(Array.from({ length: 20 }, (_each, index) => index + 1));
  });

  it("separates two components, and two ids of one component", async () => {
    const component = await loadProbe(await openHost({ backend: engine.backend }));
    const [first, second] = await Promise.all([component.start("first"), component.start("second")]);
    await first.call("probe.set", "secret", "of the first");
    expect(await second.call("probe.get", "secret")).toBeUndefined();
    expect(await second.call("probe.keys", undefined)).toEqual([]);
    expect(await second.call("probe.size")).toBe(0n);
    await second.call("probe.clear");
    expect(await first.call("probe.get", "secret")).toBe("of the first");
  });

  it("shows two instances of one id the same data", async () => {
    const component = await loadProbe(await openHost({ backend: engine.backend }));
    const [one, other] = await Promise.all([component.start(), component.start()]);
    for (let count = 1; count <= 10; count++) {
      expect(await (count % 2 ? one : other).call("probe.increment", "n")).toBe(count);
    }
  });

  it("gives every instance its own randomness, and the time of day", async () => {
    const component = await loadProbe(await openHost({ backend: engine.backend }));
    const [one, other] = await Promise.all([component.start("one"), component.start("other")]);
    expect(await one.call("probe.random")).not.toBe(await other.call("probe.random"));
    const before = BigInt(Date.now());
    expect(await one.call("probe.now")).toBeGreaterThanOrEqual(before);
    await one.call("probe.sleep", 20);
    expect(await one.call("probe.now")).toBeGreaterThanOrEqual(before + 20n);
  });

  it("reports what a component prints, with its id and stream", async () => {
    await probe.call("probe.print", "a line");
    expect(probe.stdout).toBe("a line\n");
    expect(probe.stderr).toBe("a line\n");
  });
});
