import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AuditEvent, type Grants, type HostOptions, openHost, openStore } from "../src/index.ts";
import { guest } from "./guest.ts";
import { guestView } from "./guest-view.ts";

const GRANTS: Grants = { access: "read-write", quotaBytes: 100, namespaces: { "app:news": { access: "read-write" } } };
const exceeded = { tag: "quota-exceeded" };

describe.each(ENGINES)("quotas over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let events: AuditEvent[];

  beforeEach(() => {
    opened = engine.open();
    events = [];
  });
  afterEach(() => opened.close());

  const open = (options: Partial<HostOptions> = {}) =>
    openHost({ backend: opened.backend, audit: { sink: (event) => void events.push(event) }, ...options });

  describe("that a host sets for a namespace", () => {
    it("override the grants, up and down", async () => {
      const namespaces = { "component:large": { quotaBytes: 12_000_000_000 }, "component:small": { quotaBytes: 10 } };
      const host = await open({ namespaces });
      expect(await guestView(host.bind("large", GRANTS)).set("a", "x".repeat(1_000))).toBeUndefined();
      expect(await host.bind("large", GRANTS).usage()).toMatchObject({ quotaBytes: 12_000_000_000, usedBytes: 1_001 });
      expect(await guestView(host.bind("small", GRANTS)).set("a", "x".repeat(10))).toMatchObject(exceeded);
      expect(await guestView(host.bind("other", GRANTS)).set("a", "x".repeat(100))).toMatchObject(exceeded);
    });

    it("leave the smaller one to hold where a quota is stored with the namespace", async () => {
      const namespaces = await openStore({ backend: opened.backend });
      await namespaces.setQuota("component:one", { bytes: 10 });
      const binding = (await open()).bind("one", GRANTS);
      expect(await guestView(binding).set("a", "x".repeat(10))).toMatchObject(exceeded);
      expect(await guestView(binding).set("a", "x".repeat(9))).toBeUndefined();
      expect(await binding.usage()).toMatchObject({ quotaBytes: 10, usedBytes: 10 });
      expect(await guest(binding).usage.storageUsage()).toMatchObject({ quotaBytes: 10n });
      await namespaces.setQuota("component:one", { bytes: 1_000 });
      expect(await binding.usage()).toMatchObject({ quotaBytes: 100 });
    });

    it("limit the number of keys, of one namespace or of every component", async () => {
      const host = await open({ keysMax: 2, namespaces: { "component:one": { keysMax: 1 } } });
      const [one, other] = [guestView(host.bind("one", GRANTS)), guestView(host.bind("other", GRANTS))];
      await one.set("a", "");
      await other.set("a", "");
      expect(await one.set("b", "")).toMatchObject({ tag: "limit-exceeded" });
      expect(await other.set("b", "")).toBeUndefined();
      expect(await other.set("c", "")).toMatchObject({ tag: "limit-exceeded" });
    });

    it("allow one key for each 50 bytes unless the host says otherwise, and 1 000 at least", async () => {
      const grants: Grants = { ...GRANTS, quotaBytes: 60_000 };
      const host = await open({ namespaces: { "component:given": { quotaBytes: 70_000 } } });
      for (const [id, granted, keysMax] of [
        ["small", GRANTS, 1_000],
        ["large", grants, 1_200],
        ["given", grants, 1_400],
      ] as const) {
        const binding = host.bind(id, { ...granted, quotaBytes: Math.max(granted.quotaBytes, 10_000) });
        const { storageSet } = guest(binding).storage;
        binding.begin();
        for (let index = 0; index < keysMax; index++) await storageSet(`${index}`, new Uint8Array(0));
        await binding.commit();
        expect(await guestView(binding).set("more", "")).toMatchObject({ tag: "limit-exceeded" });
      }
    });

    it("are shared by all components that write to a shared namespace", async () => {
      const host = await open({ namespaces: { "app:news": { quotaBytes: 10, keysMax: 2 } } });
      const [one, two] = ["one", "two"].map((id) => guestView(host.bind(id, GRANTS), "app:news"));
      expect(await one?.set("a", "12345")).toBeUndefined();
      expect(await two?.set("b", "12345")).toMatchObject({ ...exceeded, val: { used: 6n, quota: 10n, requested: 6n } });
      expect(await two?.set("b", "1")).toBeUndefined();
      expect(await one?.set("c", "")).toMatchObject({ tag: "limit-exceeded" });
    });

    it("are 10 MB for a shared namespace by default", async () => {
      const guest = guestView((await open()).bind("one", GRANTS), "app:news");
      const megabyte = "x".repeat(1_000_000 - 1);
      for (let each = 0; each < 10; each++) expect(await guest.set(String(each), megabyte)).toBeUndefined();
      expect(await guest.set("z", "")).toMatchObject({ ...exceeded, val: { quota: 10_000_000n } });
    });

    it.each([
      [{ namespaces: { shared: {} } }, '"namespaces" has "shared", which must be component:ID'],
      [{ namespaces: { system: { quotaBytes: -1 } } }, '"quotaBytes" of system expected a whole number from 0, got -1'],
      [{ namespaces: { system: { keysMax: 0.5 } } }, '"keysMax" of system expected a whole number from 0, got 0.5'],
      [{ softLimit: 0 }, '"softLimit" expected a number above 0 and up to 1, got 0'],
      [{ softLimit: 80 }, '"softLimit" expected a number above 0 and up to 1, got 80'],
    ])("are refused if they are none: %j", async (options, message) => {
      await expect(async () => open(options)).rejects.toThrow(message);
    });
  });

  describe("with a soft limit", () => {
    const crossings = () => events.filter(({ type }) => type === "soft-limit");

    it("record a crossing once, and again after the namespace has shrunk", async () => {
      const guest = guestView((await open()).bind("notes", GRANTS));
      await guest.set("a", "x".repeat(78));
      expect(crossings()).toEqual([]);
      await guest.set("a", "x".repeat(79));
      await guest.set("a", "x".repeat(90));
      expect(crossings()).toEqual([
        {
          type: "soft-limit",
          time: expect.any(Number),
          componentId: "notes",
          namespace: "component:notes",
          operation: "set",
          outcome: "ok",
          usage: { resource: "bytes", used: 80, quota: 100 },
        },
      ]);
      await guest.delete("a");
      await guest.set("a", "x".repeat(99));
      expect(crossings()).toHaveLength(2);
    });

    it("record the crossing of a call only when it is committed", async () => {
      const binding = (await open()).bind("notes", GRANTS);
      binding.begin();
      await guestView(binding).set("a", "x".repeat(90));
      binding.rollback();
      binding.begin();
      await guestView(binding).set("a", "x".repeat(90));
      await guestView(binding).set("a", "x");
      await binding.commit();
      expect(crossings()).toEqual([]);
      binding.begin();
      await guestView(binding).set("a", "x".repeat(90));
      expect(crossings()).toEqual([]);
      await binding.commit();
      expect(crossings()).toMatchObject([{ operation: "commit", usage: { used: 91 } }]);
    });

    it("may be another fraction, and applies to the number of keys too", async () => {
      const guest = guestView((await open({ softLimit: 0.5, keysMax: 4 })).bind("notes", GRANTS));
      await guest.set("a", "x".repeat(48));
      await guest.set("b", "");
      await guest.set("c", "");
      expect(crossings()).toMatchObject([
        { usage: { resource: "bytes", used: 50, quota: 100 } },
        { usage: { resource: "keys", used: 2, quota: 4 } },
      ]);
    });

    it("names the shared namespace and the component that crossed it", async () => {
      const host = await open({ namespaces: { "app:news": { quotaBytes: 10 } } });
      await guestView(host.bind("one", GRANTS), "app:news").set("a", "1");
      await guestView(host.bind("two", GRANTS), "app:news").set("b", "12345");
      expect(crossings()).toMatchObject([{ componentId: "two", namespace: "app:news", usage: { used: 8, quota: 10 } }]);
    });

    it("is reported by one of several bindings of a component, not by each", async () => {
      const host = await open();
      await guestView(host.bind("notes", GRANTS)).set("a", "x".repeat(89));
      await guestView(host.bind("notes", GRANTS)).set("b", "x");
      expect(crossings()).toHaveLength(1);
    });
  });
});
