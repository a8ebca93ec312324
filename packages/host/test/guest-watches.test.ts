import type { Mode } from "@airssys/backend";
import { ENGINES, type Engine } from "@airssys/test-kit/engines";
import type { storageWatch } from "@airssys/wit/host";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Binding, type Delivery, type Grants, type Host, openHost } from "../src/index.ts";
import { guestCalls } from "./guest-calls.ts";
import { guestView } from "./guest-view.ts";

const GRANTS: Grants = { access: "admin", quotaBytes: 1e9, namespaces: { "app:news": { access: "read-write" } } };

describe.each(ENGINES)("the watches of a guest over $name", ({ open }) => {
  let engine: ReturnType<Engine["open"]>;
  let host: Host<Mode>;
  let binding: Binding;
  let call: ReturnType<typeof guestCalls>;
  let now: number;
  const others = (namespace?: string) => guestView(host.bind("notes", GRANTS), namespace);
  const watch = (prefix: string) => call("storage-watch#storage-watch", prefix) as Promise<bigint>;
  const poll = (id: bigint, limit = 1_000) =>
    call("storage-watch#storage-poll", id, limit) as Promise<storageWatch.Events>;

  beforeEach(async () => {
    engine = open();
    now = 1_000_000;
    host = await openHost({ backend: engine.backend, clock: () => now });
    binding = host.bind("notes", GRANTS);
    call = guestCalls(binding);
  });
  afterEach(() => engine.close());

  it("report commits to their keys, with old and new values", async () => {
    const id = await watch("users/");
    await others().set("users/a", "1");
    await others().set("elsewhere", "1");
    await others().set("users/a", "2");
    await others().delete("users/a");
    const value = (text: string) => new TextEncoder().encode(text);
    expect(await poll(id)).toEqual({
      events: [
        { key: "users/a", operation: "set", newValue: value("1"), version: 1n },
        { key: "users/a", operation: "set", oldValue: value("1"), newValue: value("2"), version: 3n },
        { key: "users/a", operation: "delete", oldValue: value("2"), version: 4n },
      ],
      missed: 0n,
    });
    expect(await poll(id)).toEqual({ events: [], missed: 0n });
  });

  it("report a call's own changes once it is committed, and never after a rollback", async () => {
    const id = await watch("");
    await binding.call(async () => {
      await guestView(binding).set("a", "1");
      expect((await poll(id)).events).toEqual([]);
    });
    await binding
      .call(async () => {
        await guestView(binding).set("b", "1");
        throw new Error("of the guest");
      })
      .catch(() => {});
    expect((await poll(id)).events.map(({ key }) => key)).toEqual(["a"]);
  });

  it("report that an expired key was removed", async () => {
    const id = await watch("");
    await call("storage-ttl#storage-set-with-ttl", "a", new Uint8Array(1), 1n);
    now += 1_000;
    await others().set("b", "");
    expect((await poll(id)).events.map(({ key, operation }) => [key, operation])).toEqual([
      ["a", "set"],
      ["a", "expire"],
      ["b", "set"],
    ]);
  });

  it("watch the namespace in which they were opened", async () => {
    await call("storage-namespaces#storage-enter", "app:news");
    const id = await watch("");
    await call("storage-namespaces#storage-leave");
    await others().set("own", "");
    await others("app:news").set("shared", "");
    expect((await poll(id)).events.map(({ key }) => key)).toEqual(["shared"]);
  });

  it("return at most the requested number of events, and the rest the next time", async () => {
    const id = await watch("");
    for (const key of ["a", "b", "c"]) await others().set(key, "");
    expect((await poll(id, 2)).events.map(({ key }) => key)).toEqual(["a", "b"]);
    expect((await poll(id, 2)).events.map(({ key }) => key)).toEqual(["c"]);
  });

  it("queue a bounded number of events, and report how many were missed", async () => {
    const id = await watch("");
    await binding.call(async () => {
      for (let index = 0; index < 1_200; index++) await guestView(binding).set(String(index).padStart(4, "0"), "");
    });
    const { events, missed } = await poll(id, 1_000);
    expect([events.length, missed]).toEqual([1_000, 200n]);
    await others().set("a", "");
    expect((await poll(id)).events).toHaveLength(1);
  });

  it("queue a bounded number of bytes", async () => {
    const id = await watch("");
    for (let index = 0; index < 6; index++) await others().set("large", "x".repeat(500_000));
    const { events, missed } = await poll(id);
    expect(events.length + Number(missed)).toBe(6);
    expect(events.length).toBeLessThan(4);
  });

  it.each([0, 1_001, 4_294_967_295])("refuse a poll with a limit of %i", async (limit) => {
    expect(await poll(await watch(""), limit)).toMatchObject({ tag: "invalid-argument" });
  });

  it("end with unwatch, which returns whether the watch existed", async () => {
    const id = await watch("");
    const unwatch = () => call("storage-watch#storage-unwatch", id);
    expect([await unwatch(), await unwatch()]).toEqual([true, false]);
    expect(await poll(id)).toMatchObject({ tag: "invalid-argument" });
  });

  it("are limited to 32 open ones", async () => {
    const ids: unknown[] = [];
    for (let index = 0; index < 10_000; index++) ids.push(await watch(`prefix ${index}`));
    expect(ids.filter((id) => typeof id === "bigint")).toHaveLength(32);
    expect(ids.at(-1)).toMatchObject({ tag: "limit-exceeded" });
    await call("storage-watch#storage-unwatch", ids[0]);
    expect(await watch("")).toBe(33n);
  });

  it("belong to one instance: no other can poll or end them", async () => {
    const id = await watch("");
    const other = guestCalls(host.bind("other", GRANTS));
    expect(await other("storage-watch#storage-poll", id, 1)).toMatchObject({ tag: "invalid-argument" });
    expect(await other("storage-watch#storage-unwatch", id)).toBe(false);
  });

  it("are closed when the binding is reset", async () => {
    const id = await watch("");
    binding.reset();
    expect(await poll(id)).toMatchObject({ tag: "invalid-argument" });
  });

  it("need a grant that covers every key with the prefix", async () => {
    const narrow = guestCalls(host.bind("notes", { ...GRANTS, keys: ["users/*"] }));
    expect(await narrow("storage-watch#storage-watch", "users/a")).toBe(1n);
    expect(await narrow("storage-watch#storage-watch", "user")).toMatchObject({ tag: "permission-denied" });
    const none = guestCalls(host.bind("notes", { access: "none", quotaBytes: 0 }));
    expect(await none("storage-watch#storage-watch", "")).toMatchObject({ tag: "permission-denied" });
  });

  describe("that are delivered", () => {
    const deliveries = (): Delivery[] => {
      const all: Delivery[] = [];
      for (let next = binding.takeEvents(); next !== undefined; next = binding.takeEvents()) all.push(next);
      return all;
    };

    it("notify of waiting events, and leave nothing to poll", async () => {
      const onEvents = vi.fn();
      binding.deliverEvents(onEvents);
      const [one, two] = [await watch("a"), await watch("")];
      expect(onEvents).not.toHaveBeenCalled();
      await others().set("a", "");
      expect(onEvents).toHaveBeenCalled();
      expect(await poll(one)).toEqual({ events: [], missed: 0n });
      expect(deliveries().map(({ watch: id, events }) => [id, events.events.length])).toEqual([
        [one, 1],
        [two, 1],
      ]);
      expect(binding.takeEvents()).toBeUndefined();
    });

    it("take turns, so that a busy one does not block the others", async () => {
      binding.deliverEvents(() => {});
      const [one, two] = [await watch("a"), await watch("b")];
      for (const key of ["a", "b"]) await others().set(key, "");
      expect(binding.takeEvents()?.watch).toBe(one);
      await others().set("a", "");
      expect(binding.takeEvents()?.watch).toBe(two);
    });

    it("skip the changes of their own delivery, which other watches report", async () => {
      binding.deliverEvents(() => {});
      await watch("");
      const second = host.bind("notes", GRANTS);
      const theirs = await guestCalls(second)("storage-watch#storage-watch", "");
      await binding.call(() => guestView(binding).set("seen", ""), { isDelivery: true });
      expect(deliveries()).toEqual([]);
      const polled = await guestCalls(second)("storage-watch#storage-poll", theirs, 10);
      expect(polled).toMatchObject({ events: [{ key: "seen" }] });
      await binding.call(() => guestView(binding).set("seen", "again"));
      expect(deliveries()).toHaveLength(1);
    });
  });

  it("skip the changes of their own delivery where each operation is committed by itself", async () => {
    host = await openHost({ backend: engine.backend, commit: "operation" });
    binding = host.bind("notes", GRANTS);
    binding.deliverEvents(() => {});
    await guestCalls(binding)("storage-watch#storage-watch", "");
    const transactions = guestCalls(binding);
    await binding.call(
      async () => {
        await guestView(binding).set("a", "");
        await transactions("storage-transactions#storage-begin");
        await guestView(binding).set("b", "");
        await transactions("storage-transactions#storage-commit");
      },
      { isDelivery: true },
    );
    expect(binding.hasEvents).toBe(false);
    await guestView(binding).set("c", "");
    expect(binding.hasEvents).toBe(true);
  });
});
