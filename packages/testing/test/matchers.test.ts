import "@airssys/testing/vitest";
import { describe, expect, it } from "vitest";
import { ENGINES } from "./engines.ts";
import { openProbe } from "./probe.ts";

/** What a matcher says if it does not match. */
async function complaint(assertion: () => unknown): Promise<string> {
  try {
    await assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the matcher has matched");
}

describe.each(ENGINES)("matchers for calls over $name", ({ options }) => {
  it("tell how a call was refused", async () => {
    const probe = await (await openProbe(options())).start();
    await expect(probe.call("probe.get", "")).toBeRefused();
    await expect(probe.call("probe.get", "")).toBeRefused({ tag: "invalid-key" });
    await expect(() => probe.call("probe.get", "")).toBeRefused({ val: expect.stringContaining("empty") });
    await expect(probe.call("probe.get", "a")).not.toBeRefused();
    await expect(probe.call("probe.get", "")).not.toBeRefused({ tag: "conflict" });
  });

  it("tell that it trapped", async () => {
    const probe = await (await openProbe(options())).start();
    const trap = () => probe.call("probe.setThen", "a", "1", "throw an error");
    await expect(trap()).toTrap();
    await expect(trap()).toTrap("an error of the guest");
    await expect(trap()).toTrap(/error of (the|a) guest/g);
    await expect(trap()).not.toTrap("something else");
    await expect(trap()).not.toBeRefused();
    await expect(probe.call("probe.get", "")).not.toTrap();
  });

  it("tell with which code it failed", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    harness.faults.failCommit(1, { code: "full" });
    await expect(probe.call("probe.set", "a", "1")).toFailAs("not-committed");
    await expect(probe.call("probe.get", "")).toFailAs("refused");
    await expect(probe.call("probe.get", "a")).not.toFailAs("refused");
    harness.crashAfter(1);
    await expect(probe.call("probe.set", "a", "1")).toFailAs("crashed");
  });

  it("tell what it was denied", async () => {
    const probe = await (await openProbe(options())).start("reader", { access: "read-only", quotaBytes: 0 });
    await expect(probe.call("probe.set", "a", "1")).toBeDenied();
    await expect(probe.call("probe.set", "a", "1")).toBeDenied("storage:component:reader:write");
    await expect(probe.call("probe.set", "a", "1")).not.toBeDenied("storage:component:reader:read");
    await expect(probe.call("probe.get", "")).not.toBeDenied();
    await expect(probe.call("probe.get", "a")).not.toBeDenied();
    await expect(probe.call("probe.set", "a", "1")).not.toBeDenied("storage:component:reader:writ");
  });
});

describe("matchers for calls", () => {
  /** As the runtime refuses a call, with whatever payload a world declares. */
  const refusal = (payload: unknown) =>
    Object.assign(new Error("refused"), { name: "CallError", code: "refused", payload });

  it("take errors of every type", async () => {
    for (const payload of [undefined, null, 7, "text", { tag: "permission-denied" }]) {
      await expect(Promise.reject(refusal(payload))).toBeRefused(payload);
      await expect(Promise.reject(refusal(payload))).not.toBeDenied("storage:x");
    }
    await expect(Promise.reject(refusal(null))).not.toBeDenied();
  });

  it("take a call and nothing else, negated or not", async () => {
    const notAwaited = "takes the promise of a call";
    expect(await complaint(() => expect(7).toBeRefused())).toContain(notAwaited);
    expect(await complaint(() => expect(7).not.toBeRefused())).toContain(notAwaited);
    expect(await complaint(() => expect(undefined).not.toTrap())).toContain(notAwaited);
    expect(await complaint(() => expect(null).not.toBeDenied())).toContain(notAwaited);
    expect(await complaint(() => expect("crashed").not.toFailAs("crashed"))).toContain(notAwaited);
    const mistake = () => expect(() => (undefined as unknown as { call(): void }).call()).not.toBeRefused();
    expect(await complaint(mistake)).toMatch(/^expected the call not to be refused, but it threw TypeError/);
  });
});

describe("matchers for a harness", () => {
  it("tell what is stored", async () => {
    const harness = await openProbe({ mode: "mock" });
    const probe = await harness.start();
    await probe.call("probe.set", "a", "text");
    await expect(harness).toHaveEntry("probe", "a");
    await expect(harness).toHaveEntry("probe", "a", "text");
    await expect(harness).toHaveEntry("probe", "a", expect.stringMatching(/^te/));
    await expect(harness).toHaveEntry("probe", "a", new TextEncoder().encode('"text"'));
    await expect(harness).not.toHaveEntry("probe", "a", "other");
    await expect(harness).not.toHaveEntry("probe", "b");
    await expect(harness).toHaveUsage("probe", { keyCount: 1 });
    await expect(harness).toHaveUsage("probe", { keyCount: 1, usedBytes: 7 });
    await expect(harness).not.toHaveUsage("probe", { keyCount: 2 });
  });

  it("tell what was asked", async () => {
    const harness = await openProbe({ mode: "mock" });
    const probe = await harness.start();
    await probe.call("probe.set", "a", "text");
    expect(harness).toHaveAsked("storage-set");
    expect(harness).toHaveAsked("storage-set", "a");
    expect(harness).toHaveAsked("storage-set", "a", expect.any(Uint8Array));
    expect(harness).not.toHaveAsked("storage-set", "b");
    expect(harness).not.toHaveAsked("storage-get");
  });

  it("know what there is, also negated", async () => {
    const harness = await openProbe({ mode: "mock" });
    await harness.start();
    expect(await complaint(() => expect(harness).not.toHaveAsked("storage-sett"))).toMatch(
      /storage-sett; there are storage-get, /,
    );
    const wrong = { bytes: 5 } as object;
    expect(await complaint(() => expect(harness).not.toHaveUsage("probe", wrong))).toMatch(
      /usedBytes or keyCount.* got "bytes"/,
    );
    expect(await complaint(() => expect(harness).not.toHaveUsage("probe", {}))).toContain("got neither");
    expect(harness).not.toHaveAsked("seal");
  });

  it("take a harness and nothing else", async () => {
    expect(await complaint(() => expect(7).toHaveEntry("a", "b"))).toContain("takes a harness");
    expect(await complaint(() => expect({}).toHaveAsked("storage-set"))).toContain("takes a harness");
  });
});

describe("a matcher that does not match", () => {
  it("says what the call did instead", async () => {
    const probe = await (await openProbe({ mode: "mock" })).start();
    const refused = () => expect(probe.call("probe.set", "a", "1")).toBeRefused({ tag: "conflict" });
    expect(await complaint(refused)).toMatch(
      /^expected the call to be refused with .*conflict.*, but it returned undefined$/,
    );
    const trapped = () => expect(probe.call("probe.get", "")).toTrap();
    expect(await complaint(trapped)).toMatch(/^expected the call to trap, but it was refused with .*invalid-key/);
    const notRefused = () => expect(probe.call("probe.get", "")).not.toBeRefused();
    expect(await complaint(notRefused)).toMatch(/^expected the call not to be refused, but it was refused with/);
    const returned = () => expect(probe.call("probe.setThen", "a", "1", "throw an error")).toBeDenied("storage:x");
    expect(await complaint(returned)).toMatch(/but it ended as trapped: .*an error of the guest/);
    const other = () => expect(Promise.reject(new RangeError("no"))).toTrap();
    expect(await complaint(other)).toBe("expected the call to trap, but it threw RangeError: no");
  });

  it("says what is stored, used or asked instead", async () => {
    const harness = await openProbe({ mode: "mock" });
    const probe = await harness.start();
    expect(await complaint(() => expect(harness).toHaveEntry("probe", "x"))).toBe(
      "expected probe to hold x, but it is empty",
    );
    expect(await complaint(() => expect(harness).toHaveAsked("storage-has"))).toBe(
      "expected the components to ask for storage-has, but they asked for nothing",
    );
    await probe.call("probe.setMany", "k", 25, 1);
    const missing = await complaint(() => expect(harness).toHaveEntry("probe", "x", 1));
    expect(missing).toContain("expected probe to hold x with 1, but it holds only\n  k0\n");
    expect(missing).toContain("\n  ... and 5 more");
    expect(await complaint(() => expect(harness).toHaveEntry("probe", "k1", 1))).toBe(
      'expected probe to hold k1 with 1, but it holds "v"',
    );
    expect(await complaint(() => expect(harness).not.toHaveEntry("probe", "k1"))).toContain(
      "expected probe not to hold k1, but it holds",
    );
    expect(await complaint(() => expect(harness).toHaveUsage("probe", { keyCount: 7 }))).toContain("it uses");
    expect(await complaint(() => expect(harness).toHaveAsked("storage-set", "x"))).toContain('storage-set "k0"');
  });
});

it.each(["mock", "memory"] as const)(
  "a denial that a component has no error for is found in its trap: %s",
  async (mode) => {
    const at = (path: string) => new URL(path, import.meta.url);
    const harness = await openProbe({ mode, entry: at("fixtures/silent.ts"), wit: at("fixtures/silent.wit") });
    const silent = await harness.start<{ save(key: string): void }>("silent", { access: "read-only", quotaBytes: 0 });
    await expect(silent.call("save", "a")).toBeDenied("storage:component:silent:write");
    await expect(silent.call("save", "a")).not.toBeDenied("storage:component:silent:read");
    await expect(silent.call("save", "a")).not.toBeDenied("storage:component:silent:writ");
    const writer = await harness.start<{ save(key: string): void }>("writer");
    await expect(writer.call("save", "")).not.toBeDenied();
  },
);
