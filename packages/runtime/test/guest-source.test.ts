import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { type Guest, type GuestEnvironment, type GuestFunction, LoadError, loadGuest } from "@airssys/runtime";
import { describe, expect, it } from "vitest";
import { MANIFEST } from "./fixtures/probe-component.ts";

const STORAGE = "airssys:wasm/storage@0.1.0";

type StorageFunctions = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** Makes a guest whose exports are functions of this program. */
function guestOf(
  exportsOf: (storage: StorageFunctions, environment: GuestEnvironment) => Record<string, GuestFunction>,
) {
  return (environment: GuestEnvironment): Guest => ({
    start: async () =>
      new Map(Object.entries(exportsOf(environment.imports[STORAGE] as StorageFunctions, environment))),
    isEnded: false,
    end: async () => {},
  });
}

const bytes = Uint8Array.of(1, 2, 3);

describe("a component whose guests the program makes", () => {
  const openGuest = guestOf((storage, { clock }) => ({
    set: ([key]) => void storage.storageSet?.(key, bytes),
    setAndFail: ([key]) => {
      storage.storageSet?.(key, bytes);
      throw new Error("no more");
    },
    setAndRefuse: ([key]) => {
      storage.storageSet?.(key, bytes);
      throw Object.assign(new Error("refused"), { payload: { tag: "mine" } });
    },
    now: () => clock?.(),
  }));
  const open = (imports = [STORAGE]) =>
    loadGuest(
      { imports, openGuest },
      { host: openHost({ backend: openMemory() }), manifest: MANIFEST, clock: () => 7 },
    );

  it("is called like any other: one call is one transaction", async () => {
    const instance = await open().start();
    await instance.call("set", "a");
    await expect(instance.call("setAndRefuse", "b")).rejects.toMatchObject({
      code: "refused",
      payload: { tag: "mine" },
    });
    await expect(instance.call("setAndFail", "c")).rejects.toMatchObject({ code: "trapped" });
    expect(await instance.usage()).toMatchObject({ keyCount: 1 });
    expect(instance.traps).toBe(1);
    expect(await instance.call("now")).toBe(7);
  });

  it("is refused if it imports what its host does not offer", () => {
    const refused = expect.objectContaining({ code: "unknown-import", message: expect.stringContaining("acme:x/y") });
    expect(() => open([STORAGE, "acme:x/y"])).toThrow(LoadError);
    expect(() => open([STORAGE, "acme:x/y"])).toThrow(refused);
  });
});
