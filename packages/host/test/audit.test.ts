import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type AuditEvent,
  type AuditOptions,
  type AuditSink,
  type Grants,
  type HostFailure,
  type HostOptions,
  jsonLinesSink,
  openHost,
} from "../src/index.ts";
import { guestView } from "./guest-view.ts";

const NOW = Date.UTC(2030, 0, 1);
const ADMIN: Grants = { access: "admin", quotaBytes: 100 };
const READER: Grants = { access: "read-only", quotaBytes: 0, keys: ["public/*"] };
const FROM = { time: NOW, componentId: "notes", namespace: "component:notes" };

describe.each(ENGINES)("the audit over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let events: AuditEvent[];

  beforeEach(() => {
    opened = engine.open();
    events = [];
  });
  afterEach(() => opened.close());

  async function bind(grants: Grants, audit: Partial<AuditOptions> = {}, options: Partial<HostOptions> = {}) {
    const sink: AuditSink = (event) => void events.push(event);
    const host = await openHost({ backend: opened.backend, clock: () => NOW, audit: { sink, ...audit }, ...options });
    return host.bind("notes", grants);
  }

  it("records every denial, with the missing grant", async () => {
    const guest = guestView(await bind(READER));
    await guest.set("public/a", "secret");
    await guest.get("draft");
    await guest.keys();
    await guest.clear();
    expect(events).toEqual([
      { ...FROM, ...denial("set", "write"), key: "public/a" },
      { ...FROM, ...denial("get", "keys:draft"), key: "draft" },
      { ...FROM, ...denial("keys", "keys:*"), key: "" },
      { ...FROM, ...denial("clear", "admin") },
    ]);
  });

  it("records denials in shared namespaces, under their name", async () => {
    const binding = await bind(READER);
    await guestView(binding, "app:news").get("a");
    expect(events).toMatchObject([
      { namespace: "app:news", operation: "enter", missingGrant: "storage:app:news:read" },
    ]);
  });

  it("records refusals by a quota, with the usage and the requested amount", async () => {
    const guest = guestView(await bind(ADMIN, {}, { keysMax: 2 }));
    await guest.set("a", "123");
    await guest.set("b", "x".repeat(97));
    await guest.set("b", "");
    await guest.set("c", "");
    const usage = { resource: "bytes", used: 4, quota: 100, requested: 98 };
    const refusals = events.filter(({ type }) => type !== "soft-limit");
    expect(refusals).toEqual([
      { ...FROM, type: "quota-refusal", operation: "set", outcome: "quota-exceeded", key: "b", usage },
      { ...FROM, type: "quota-refusal", operation: "set", outcome: "limit-exceeded", key: "c" },
    ]);
  });

  it("records a clear, and other allowed operations only with 'all'", async () => {
    const guest = guestView(await bind(ADMIN));
    await guest.set("a", "1");
    await guest.get("a");
    await guest.keys();
    await guest.size();
    await guest.set("", "");
    await guest.clear();
    expect(events).toEqual([{ ...FROM, type: "operation", operation: "clear", outcome: "ok" }]);
  });

  it("records everything with 'all': outcome, bytes and key, and never a value", async () => {
    const guest = guestView(await bind(ADMIN, { operations: "all" }));
    await guest.set("a", "secret");
    await guest.get("a");
    await guest.get("b");
    await guest.has("a");
    await guest.keys("a");
    await guest.size();
    await guest.delete("a");
    await guest.set("a", "");
    expect(events.map(({ type, outcome, time, componentId, namespace, ...rest }) => rest)).toEqual([
      { operation: "set", key: "a", bytes: 6 },
      { operation: "get", key: "a", bytes: 6 },
      { operation: "get", key: "b" },
      { operation: "has", key: "a" },
      { operation: "keys", key: "a" },
      { operation: "size" },
      { operation: "delete", key: "a" },
      { operation: "set", key: "a", bytes: 0 },
    ]);
    expect(events.every(({ type, outcome }) => type === "operation" && outcome === "ok")).toBe(true);
    expect(JSON.stringify(events)).not.toContain("secret");
  });

  it("leaves out a key that breaks the grammar, because it may be of any content and length", async () => {
    await guestView(await bind(ADMIN, { operations: "all" })).get("a\nb");
    await guestView(await bind({ access: "none", quotaBytes: 0 })).get("x".repeat(10_000));
    expect(events.map(({ outcome, key }) => [outcome, key])).toEqual([
      ["invalid-key", undefined],
      ["permission-denied", undefined],
    ]);
  });

  describe("of a call", () => {
    it("marks a clear as pending until the commit, and records the end of the call", async () => {
      const binding = await bind(ADMIN);
      binding.begin();
      await guestView(binding).set("a", "1");
      await guestView(binding).clear();
      binding.rollback();
      binding.begin();
      await guestView(binding).clear();
      await binding.commit();
      expect(events.map(({ operation, outcome, isPending }) => [operation, outcome, isPending])).toEqual([
        ["clear", "ok", true],
        ["rollback", "ok", undefined],
        ["clear", "ok", true],
        ["commit", "ok", undefined],
      ]);
    });

    it("records the end of a call only if it did something notable, or with 'all'", async () => {
      const notable = await bind(ADMIN);
      notable.begin();
      await guestView(notable).set("a", "1");
      await notable.commit();
      expect(events).toEqual([]);
      const all = await bind(ADMIN, { operations: "all" });
      all.begin();
      await guestView(all).set("a", "1");
      await guestView(all).get("a");
      all.begin();
      await all.commit();
      expect(events.map(({ operation, isPending }) => [operation, isPending])).toEqual([
        ["set", true],
        ["get", undefined],
        ["rollback", undefined],
        ["commit", undefined],
      ]);
    });

    it("records a commit that failed with a conflict", async () => {
      const host = await openHost({ backend: opened.backend, audit: { sink: (event) => void events.push(event) } });
      const [loser, winner] = [host.bind("notes", ADMIN), host.bind("notes", ADMIN)];
      loser.begin();
      await guestView(loser).clear();
      await guestView(loser).set("a", "1");
      await guestView(winner).set("a", "2");
      await expect(async () => loser.commit()).rejects.toThrow();
      expect(events.at(-1)).toMatchObject({ operation: "commit", outcome: "conflict" });
    });

    it("marks nothing as pending in a host that commits each operation, but does in shared namespaces where calls are committed", async () => {
      const grants: Grants = { ...ADMIN, namespaces: { "app:news": { access: "admin" } } };
      const each = await bind(grants, {}, { commit: "operation" });
      each.begin();
      await guestView(each).clear();
      await each.commit();
      const call = await bind(grants);
      call.begin();
      await guestView(call, "app:news").clear();
      await call.commit();
      expect(events.map(({ operation, isPending }) => [operation, isPending])).toEqual([
        ["clear", undefined],
        ["clear", true],
        ["commit", undefined],
      ]);
    });
  });

  describe("without keys", () => {
    it("contains no keys, prefixes or patterns", async () => {
      const guest = guestView(await bind(READER, { keys: "none", operations: "all" }));
      await guest.get("public/alice");
      await guest.get("alice");
      await guest.keys("alice");
      expect(JSON.stringify(events)).not.toMatch(/alice|public/);
      expect(events.map(({ missingGrant }) => missingGrant)).toEqual([
        undefined,
        "storage:component:notes:keys",
        "storage:component:notes:keys",
      ]);
    });

    it("has equal hashes only for equal keys of the same namespace", async () => {
      const binding = await bind(
        { ...ADMIN, namespaces: { "app:news": { access: "admin" } } },
        { keys: "hash", operations: "all" },
      );
      await guestView(binding).get("alice");
      await guestView(binding).has("alice");
      await guestView(binding).get("bob");
      await guestView(binding, "app:news").get("alice");
      await guestView(await bind(ADMIN, { keys: "hash", operations: "all" })).get("alice");
      const [alice, again, ...others] = events.flatMap(({ keyHash }) => keyHash ?? []);
      expect(alice).toMatch(/^[0-9a-f]{32}$/);
      expect(again).toBe(alice);
      expect(new Set([alice, ...others]).size).toBe(4);
      expect(JSON.stringify(events)).not.toMatch(/alice|bob/);
    });
  });

  it("logs the sink's failures, and still answers the component", async () => {
    const failures: HostFailure[] = [];
    const cause = new Error("the disk of the audit is full");
    const log = (failure: HostFailure) => void failures.push(failure);
    const sinks: AuditSink[] = [
      () => {
        throw cause;
      },
      () => Promise.reject(cause),
    ];
    for (const sink of sinks) {
      const guest = guestView(await bind(ADMIN, { sink, operations: "all" }, { log }));
      expect(await guest.set("a", "1")).toBeUndefined();
      expect(await guest.get("a")).toBe("1");
    }
    await vi.waitFor(() => expect(failures).toHaveLength(4));
    for (const failure of failures) expect(failure).toMatchObject({ componentId: "notes", operation: "audit", cause });
  });
});

describe("the audit", () => {
  it("records a failure of the host without its cause", () => {
    const events: AuditEvent[] = [];
    const backend = openMemory();
    const host = openHost({
      backend,
      log: () => {},
      audit: { sink: (event) => void events.push(event), operations: "all" },
    });
    const binding = host.bind("notes", ADMIN);
    backend.close();
    binding.imports["airssys:wasm/storage"].storageGet("a");
    expect(events).toMatchObject([{ type: "operation", operation: "get", outcome: "internal-error", key: "a" }]);
    expect(Object.keys(events[0] ?? {})).not.toContain("cause");
  });

  it("writes one line of JSON per event, for any key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), (key) => {
        const lines: string[] = [];
        const sink = jsonLinesSink((line) => void lines.push(line));
        const host = openHost({ backend: openMemory(), clock: () => NOW, audit: { sink, operations: "all" } });
        host.bind("notes", ADMIN).imports["airssys:wasm/storage"].storageHas(key);
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatch(/^[^\n]+\n$/);
        const event = JSON.parse(lines[0] ?? "");
        expect(event).toMatchObject({ time: "2030-01-01T00:00:00.000Z", componentId: "notes", operation: "has" });
        if (event.outcome === "ok") expect(event.key).toBe(key);
      }),
    );
  });

  it("hashes keys so that an owner of the secret can recognise them", () => {
    const hashSecret = new Uint8Array(32).fill(7);
    const events: AuditEvent[] = [];
    const sink: AuditSink = (event) => void events.push(event);
    const host = openHost({ backend: openMemory(), audit: { sink, operations: "all", keys: "hash", hashSecret } });
    host.bind("notes", ADMIN).imports["airssys:wasm/storage"].storageHas("alice");
    const message = new TextEncoder().encode("component:notes\0alice");
    expect(events[0]?.keyHash).toBe(bytesToHex(hmac(sha256, hashSecret, message)).slice(0, 32));
  });

  it("refuses a secret that is too short", () => {
    const audit: AuditOptions = { sink: () => {}, keys: "hash", hashSecret: new Uint8Array(15) };
    expect(() => openHost({ backend: openMemory(), audit })).toThrow('"hashSecret" expected at least 16 bytes, got 15');
  });

  it("answers the component even if the log throws", () => {
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    const fail = () => {
      throw new Error("full");
    };
    const host = openHost({ backend: openMemory(), log: fail, audit: { sink: fail, operations: "all" } });
    const { imports } = host.bind("notes", ADMIN);
    expect(imports["airssys:wasm/storage"].storageHas("a")).toEqual({ tag: "ok", val: false });
    expect(written).toHaveBeenCalledOnce();
    written.mockRestore();
  });
});

function denial(operation: string, missing: string) {
  const missingGrant = `storage:component:notes:${missing}`;
  return { type: "denial", operation, outcome: "permission-denied", missingGrant };
}
