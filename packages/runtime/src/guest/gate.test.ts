import { describe, expect, it } from "vitest";
import { guardImports } from "./gate.ts";

function newGate() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const { imports, gate } = guardImports({ storage: { now: () => "now", later: () => promise } });
  return { storage: imports.storage, gate, resolve, reject };
}

describe("the gate of an instance", () => {
  it("passes calls and their answers while it is open", async () => {
    const { storage, gate, resolve } = newGate();
    gate.open();
    expect(storage.now()).toBe("now");
    const later = storage.later();
    resolve("later");
    expect(await later).toBe("later");
    gate.requireNoPendingImport();
    gate.close();
    expect(() => storage.now()).toThrow("outside of a call");
    gate.open();
    expect(storage.now()).toBe("now");
  });

  it("refuses a call before the previous one has answered", async () => {
    const { storage, gate, resolve } = newGate();
    gate.open();
    const later = storage.later();
    expect(() => storage.now()).toThrow("before it had answered");
    expect(() => gate.requireNoPendingImport()).toThrow("before its storage had answered");
    resolve("later");
    await later;
    expect(storage.now()).toBe("now");
  });

  it("passes on a rejection, after which no import is pending", async () => {
    const { storage, gate, reject } = newGate();
    gate.open();
    const later = storage.later();
    reject(new Error("broken"));
    await expect(later).rejects.toThrow("broken");
    expect(() => gate.requireNoPendingImport()).not.toThrow();
  });
});
