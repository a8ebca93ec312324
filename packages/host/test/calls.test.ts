import { type Backend, type Mode, promised } from "@airssys/backend";
import { faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { StorageError } from "@airssys/protocol";
import { ENGINES, type Engine } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Binding, type Grants, type Host, type HostOptions, openHost } from "../src/index.ts";
import { guestCalls } from "./guest-calls.ts";
import { guestView } from "./guest-view.ts";

const GRANTS: Grants = {
  access: "admin",
  quotaBytes: 10_000,
  namespaces: { "app:news": { access: "read-write" }, "org/acme": { access: "read-only" } },
};

describe.each(ENGINES)("a call over $name", ({ open }) => {
  let engine: ReturnType<Engine["open"]>;
  let host: Host<Mode>;
  let binding: Binding;

  async function hostWith(options: Partial<HostOptions<Mode>> = {}): Promise<Host<Mode>> {
    return openHost({ backend: engine.backend, ...options });
  }

  beforeEach(async () => {
    engine = open();
    host = await hostWith();
    binding = host.bind("notes", GRANTS);
  });
  afterEach(() => engine.close());

  /** What another instance of the component sees, outside of any call. */
  const seen = (namespace?: string) => guestView(host.bind("notes", GRANTS), namespace);

  describe("as one piece of work", () => {
    it("makes all writes durable, and returns the result of the work", async () => {
      const answer = await binding.call(async () => {
        await guestView(binding).set("a", "1");
        expect(await seen().has("a")).toBe(false);
        return "done";
      });
      expect(answer).toBe("done");
      expect(await seen().get("a")).toBe("1");
    });

    it("writes nothing when the work throws, and throws the same error", async () => {
      const error = new Error("of the guest");
      const call = binding.call(async () => {
        await guestView(binding).set("a", "1");
        throw error;
      });
      await expect(call).rejects.toBe(error);
      expect(await seen().has("a")).toBe(false);
    });

    it("takes turns with other writers of the namespace, so that none gets a conflict", async () => {
      const bindings = Array.from({ length: 20 }, () => host.bind("notes", GRANTS));
      await Promise.all(
        bindings.map((each) =>
          each.call(async () => {
            const count = Number((await guestView(each).get("count")) ?? 0);
            await new Promise((resolve) => setImmediate(resolve));
            await guestView(each).set("count", String(count + 1));
          }),
        ),
      );
      expect(await seen().get("count")).toBe("20");
    });

    it("runs after an earlier call that failed", async () => {
      const failing = binding.call(() => {
        throw new Error("of the guest");
      });
      const following = host.bind("notes", GRANTS);
      await expect(failing).rejects.toThrow();
      await following.call(() => guestView(following).set("a", "1"));
      expect(await seen().get("a")).toBe("1");
    });

    it("is a conflict when another commit wrote to the namespace during it", async () => {
      const call = binding.call(async () => {
        await guestView(binding).set("a", "1");
        await seen().set("b", "2");
      });
      await expect(call).rejects.toMatchObject({ code: "conflict" });
      expect(await seen().keys()).toEqual(["b"]);
    });
  });

  it("is a conflict if its reads are from different instants", async () => {
    await seen().set("x", "1");
    const whole = binding.call(async () => {
      const x = await guestView(binding).get("x");
      return [x, await guestView(binding).has("y")];
    });
    expect(await whole).toEqual(["1", false]);
    const torn = binding.call(async () => {
      await guestView(binding).get("x");
      await seen().set("x", "2");
      await guestView(binding).get("x");
    });
    await expect(torn).rejects.toMatchObject({ code: "conflict", outcome: "not-committed" });
  });

  it("performs simultaneous operations one after the other", async () => {
    await binding.call(async () => {
      const guest = guestView(binding);
      await Promise.all(["a", "b", "a", "c"].map((key) => guest.set(key, "12345")));
      expect(
        await Promise.all([guest.size(), guest.get("a"), guest.delete("a"), guest.has("a"), guest.size()]),
      ).toEqual([18n, "12345", true, false, 12n]);
    });
    expect(await seen().size()).toBe(12n);
  });

  it("writes at most as many bytes as the host allows, savepoints or not", async () => {
    binding = (await hostWith({ limits: { callBytesMax: 1_000 } })).bind("notes", GRANTS);
    const { storageBegin, storageCommit } = binding.imports["airssys:wasm/storage-transactions"];
    await binding.call(async () => {
      for (let part = 0; part < 10; part++) {
        await storageBegin();
        expect(await guestView(binding).set("a", "x".repeat(100))).toBeUndefined();
      }
      expect(await guestView(binding).set("a", "x")).toMatchObject({ tag: "limit-exceeded" });
      for (let part = 0; part < 10; part++) await storageCommit();
    });
    expect(await seen().size()).toBe(101n);
  });

  describe("over several namespaces", () => {
    const both = async () => {
      await guestView(binding).set("own", "1");
      await guestView(binding, "app:news").set("shared", "2");
    };

    it("commits them together", async () => {
      await binding.call(both);
      expect([await seen().get("own"), await seen("app:news").get("shared")]).toEqual(["1", "2"]);
    });

    it("writes nothing to any of them when it fails", async () => {
      const call = binding.call(async () => {
        await both();
        throw new Error("of the guest");
      });
      await expect(call).rejects.toThrow("of the guest");
      expect([await seen().keys(), await seen("app:news").keys()]).toEqual([[], []]);
    });

    it("is a conflict as a whole when a shared namespace was written during it", async () => {
      const call = binding.call(async () => {
        await both();
        await seen("app:news").set("theirs", "3");
      });
      await expect(call).rejects.toMatchObject({ code: "conflict" });
      expect([await seen().keys(), await seen("app:news").keys()]).toEqual([[], ["theirs"]]);
    });

    it("is a conflict as a whole when a shared namespace changed that it only read", async () => {
      const call = binding.call(async () => {
        await guestView(binding, "app:news").get("rate");
        await guestView(binding).set("price", "10");
        await seen("app:news").set("rate", "2");
      });
      await expect(call).rejects.toMatchObject({ code: "conflict" });
      expect(await seen().keys()).toEqual([]);
    });

    it("counts the quota of each separately", async () => {
      const small = await hostWith({ namespaces: { "app:news": { quotaBytes: 10 } } });
      binding = small.bind("notes", GRANTS);
      const answers = await binding.call(async () => [
        await guestView(binding).set("a", "x".repeat(100)),
        await guestView(binding, "app:news").set("a", "x".repeat(100)),
      ]);
      expect(answers).toMatchObject([undefined, { tag: "quota-exceeded", val: { quota: 10n } }]);
    });

    it("sees one instant of the clock", async () => {
      let now = 1_000_000;
      binding = (await hostWith({ clock: () => now })).bind("notes", GRANTS);
      const call = guestCalls(binding);
      await binding.call(async () => {
        await call("storage-ttl#storage-set-with-ttl", "a", new Uint8Array(1), 10n);
        now += 9_000;
        await call("storage-namespaces#storage-enter", "app:news");
        await call("storage-ttl#storage-set-with-ttl", "a", new Uint8Array(1), 10n);
        expect(await call("storage-ttl#storage-get-ttl", "a")).toBe(10n);
      });
      expect(await call("storage-ttl#storage-get-ttl", "a")).toBe(1n);
    });
  });

  describe("with namespaces that are entered", () => {
    it("returns to the previous namespace with each leave", async () => {
      const call = guestCalls(binding);
      await binding.call(async () => {
        await call("storage-namespaces#storage-enter", "app:news");
        await call("storage-namespaces#storage-enter", "org/acme");
        expect(await guestView(binding).set("a", "")).toMatchObject({ tag: "permission-denied" });
        await call("storage-namespaces#storage-leave");
        await guestView(binding).set("a", "news");
        await call("storage-namespaces#storage-leave");
        await guestView(binding).set("a", "own");
        expect(await call("storage-namespaces#storage-leave")).toMatchObject({ tag: "invalid-argument" });
      });
      expect([await seen("app:news").get("a"), await seen().get("a")]).toEqual(["news", "own"]);
    });

    it("begins in the component's own namespace, whatever the previous call entered", async () => {
      const call = guestCalls(binding);
      for (const isFailing of [false, true]) {
        const ended = binding.call(async () => {
          await call("storage-namespaces#storage-enter", "app:news");
          if (isFailing) throw new Error("of the guest");
        });
        await ended.catch(() => {});
        await binding.call(() => guestView(binding).set("a", "own"));
        expect(await seen().get("a")).toBe("own");
      }
      expect(await seen("app:news").keys()).toEqual([]);
    });

    it("enters its own namespace by the empty name", async () => {
      const call = guestCalls(binding);
      await binding.call(async () => {
        await call("storage-namespaces#storage-enter", "app:news");
        await call("storage-namespaces#storage-enter", "");
        await guestView(binding).set("a", "own");
        await call("storage-namespaces#storage-leave");
        await guestView(binding).set("a", "news");
      });
      expect([await seen("app:news").get("a"), await seen().get("a")]).toEqual(["news", "own"]);
    });

    it("enters at most 16 at once", async () => {
      const call = guestCalls(binding);
      for (let depth = 0; depth < 16; depth++)
        expect(await call("storage-namespaces#storage-enter", "app:news")).toBeUndefined();
      expect(await call("storage-namespaces#storage-enter", "app:news")).toMatchObject({ tag: "limit-exceeded" });
    });
  });

  describe.each(["call", "operation"] as const)(
    "with transactions of the guest's, where each %s is committed",
    (commit) => {
      let call: ReturnType<typeof guestCalls>;
      const begin = () => call("storage-transactions#storage-begin");
      const keep = () => call("storage-transactions#storage-commit");
      const undo = () => call("storage-transactions#storage-rollback");

      beforeEach(async () => {
        host = await hostWith({ commit });
        binding = host.bind("notes", GRANTS);
        call = guestCalls(binding);
      });

      it("keeps the writes of a committed one, and undoes those of one that was rolled back", async () => {
        const guest = guestView(binding);
        await binding.call(async () => {
          await begin();
          await guest.set("a", "1");
          await begin();
          await guest.set("a", "2");
          await guest.set("b", "2");
          expect(await undo()).toBeUndefined();
          expect([await guest.get("a"), await guest.has("b")]).toEqual(["1", false]);
          await begin();
          await guest.set("c", "3");
          await keep();
          expect(await keep()).toBeUndefined();
        });
        expect(await seen().keys()).toEqual(["a", "c"]);
      });

      it("undoes an outer one together with the inner ones that it contains", async () => {
        await guestView(binding).set("kept", "");
        await binding.call(async () => {
          await begin();
          await begin();
          await guestView(binding).clear();
          await keep();
          await undo();
        });
        expect(await seen().keys()).toEqual(["kept"]);
      });

      it("undoes writes in every namespace, including those entered later", async () => {
        await binding.call(async () => {
          await guestView(binding, "app:news").set("before", "");
          await begin();
          await guestView(binding, "app:news").set("after", "");
          await guestView(binding).set("own", "");
          await undo();
        });
        expect([await seen("app:news").keys(), await seen().keys()]).toEqual([["before"], []]);
      });

      it("frees the quota that a rolled back one used", async () => {
        await binding.call(async () => {
          await begin();
          await guestView(binding).set("a", "x".repeat(1_000));
          await undo();
          expect(await guestView(binding).size()).toBe(0n);
        });
      });

      it("refuses to end one that was not begun", async () => {
        for (const end of [keep, undo]) expect(await end()).toMatchObject({ tag: "invalid-argument" });
        await binding.call(async () => {
          for (const end of [keep, undo]) expect(await end()).toMatchObject({ tag: "invalid-argument" });
        });
      });

      it("nests at most 64", async () => {
        const answers: unknown[] = [];
        const ended = binding.call(async () => {
          for (let depth = 0; depth < 66; depth++) answers.push(await begin());
        });
        await expect(ended).rejects.toThrow(StorageError);
        expect(answers.filter((answer) => answer !== undefined)).toMatchObject(
          new Array(2).fill({ tag: "limit-exceeded" }),
        );
      });

      it("is rolled back with an error when one is left open at its end", async () => {
        const ended = binding.call(async () => {
          await begin();
          await begin();
          await guestView(binding).set("a", "1");
        });
        await expect(ended).rejects.toMatchObject({
          code: "invalid-argument",
          message: expect.stringContaining("2 of its"),
        });
        expect(await seen().keys()).toEqual([]);
        expect(await keep()).toMatchObject({ tag: "invalid-argument" });
      });
    },
  );

  it("commits the guest's outermost transaction where each operation is committed", async () => {
    host = await hostWith({ commit: "operation" });
    binding = host.bind("notes", GRANTS);
    const call = guestCalls(binding);
    await call("storage-transactions#storage-begin");
    await guestView(binding).set("a", "1");
    await guestView(binding, "app:news").set("b", "2");
    expect([await seen().keys(), await seen("app:news").keys()]).toEqual([[], []]);
    await call("storage-transactions#storage-commit");
    expect([await seen().keys(), await seen("app:news").keys()]).toEqual([["a"], ["b"]]);

    await call("storage-transactions#storage-begin");
    await guestView(binding).set("a", "3");
    await seen().set("a", "theirs");
    expect(await call("storage-transactions#storage-commit")).toEqual({ tag: "conflict" });
    expect(await seen().get("a")).toBe("theirs");
  });
});

describe("calls of many components at once", () => {
  it.each<[string, (memory: Backend<"sync">) => Backend]>([
    ["an embedded engine", (memory) => memory],
    ["one that answers with promises", promised],
  ])("share their commits over %s", async (_name, engineOf) => {
    const memory = faulty(openMemory(), []);
    const host = await openHost<Mode>({ backend: engineOf(memory) });
    const bindings = Array.from({ length: 64 }, (_, index) => host.bind(`component-${index}`, GRANTS));
    const before = { ...memory.counts };
    await Promise.all(bindings.map((each) => each.call(() => guestView(each).set("a", "1"))));
    const commits = memory.counts.commit - before.commit + memory.counts.commitAll - before.commitAll;
    expect(commits).toBeLessThan(8);
    for (const each of bindings) expect(await guestView(each).get("a")).toBe("1");
  });

  it("commit alone, without waiting, where there is only one", async () => {
    const memory = faulty(openMemory(), []);
    const binding = openHost({ backend: memory }).bind("notes", GRANTS);
    for (let count = 0; count < 3; count++) await binding.call(() => guestView(binding).set("a", String(count)));
    expect(memory.counts.commitAll).toBe(0);
  });

  it("fail together when the engine fails, each with its own error", async () => {
    const log = vi.fn();
    const memory = faulty(openMemory(), [
      { kind: "commitAll", at: 1, fault: { type: "fail", outcome: "not-committed" } },
    ]);
    const host = openHost({ backend: memory, log });
    const bindings = ["one", "two", "three"].map((id) => host.bind(id, GRANTS));
    const set = (each: Binding) => each.call(() => guestView(each).set("a", "1"));
    const answers = await Promise.allSettled(bindings.map(set));
    const isFailed = answers.map(({ status }) => status === "rejected");
    expect(isFailed.filter(Boolean).length).toBeGreaterThan(1);
    expect(log).toHaveBeenCalledTimes(isFailed.filter(Boolean).length);
    for (const [index, each] of bindings.entries()) expect(await guestView(each).has("a")).toBe(!isFailed[index]);
    await Promise.all(bindings.map(set));
    for (const each of bindings) expect(await guestView(each).get("a")).toBe("1");
  });

  it("all commit to one shared namespace over an embedded engine, if they do not wait", async () => {
    const host = openHost({ backend: openMemory() });
    const bindings = Array.from({ length: 20 }, (_, index) => host.bind(`component-${index}`, GRANTS));
    const increment = ({ imports }: Binding<"sync">) => {
      const { storageEnter, storageLeave } = imports["airssys:wasm/storage-namespaces"];
      const { storageIncrement } = imports["airssys:wasm/storage-batch"];
      storageEnter("app:news");
      storageIncrement("count", 1n);
      storageLeave();
      storageIncrement("own", 1n);
    };
    await Promise.all(bindings.map((each) => each.call(() => increment(each))));
    expect(await guestView(host.bind("notes", GRANTS), "app:news").get("count")).toBe("20");
  });
});

describe("a call whose commit fails", () => {
  it.each([
    ["unknown", { type: "lose-answer" }],
    ["not-committed", { type: "fail", outcome: "not-committed" }],
  ] as const)("says whether anything can have been written: %s", async (outcome, fault) => {
    const memory = faulty(openMemory(), [{ kind: "commit", at: 2, fault }]);
    const binding = openHost({ backend: memory, log: vi.fn() }).bind("notes", GRANTS);
    const call = binding.call(() => guestView(binding).set("a", "1"));
    await expect(call).rejects.toMatchObject({ code: "internal-error", outcome });
    expect(await guestView(binding).has("a")).toBe(outcome === "unknown");
  });
});

describe("a guest that can wait", () => {
  const KEYS = 60_000;
  /** A host over many keys, and what a guest in a thread of its own is given. */
  function many() {
    const host = openHost({ backend: openMemory(), limits: { callKeysMax: KEYS } });
    const grants: Grants = { ...GRANTS, quotaBytes: 1e9 };
    const filling = host.bind("notes", grants);
    const { storageImport } = filling.imports["airssys:wasm/storage-transfer"];
    const lines = Array.from({ length: KEYS }, (_, index) => `{"key":"${index}","value":""}\n`).join("");
    expect(storageImport(lines)).toEqual({ tag: "ok", val: BigInt(KEYS) });
    return { host, binding: host.bind("notes", grants, { mayWait: true }) };
  }

  it("yields to others while it removes many keys, and is answered synchronously otherwise", async () => {
    const { binding } = many();
    const { storageCount, storageDeleteRange } = binding.imports["airssys:wasm/storage-ranges"];
    let turns = 0;
    const turning = setInterval(() => turns++, 0);
    await binding.call(async () => {
      expect(storageCount({ prefix: "777" })).toEqual({ tag: "ok", val: 11n });
      expect(await storageDeleteRange({ prefix: "1" })).toEqual({ tag: "ok", val: 11_111n });
    });
    clearInterval(turning);
    expect(turns).toBeGreaterThan(0);
  });

  it("counts the keys of one instant, despite concurrent writes, where each operation is a transaction", async () => {
    const { host, binding } = many();
    const { storageCount } = binding.imports["airssys:wasm/storage-ranges"];
    const other = guestView(host.bind("notes", { ...GRANTS, quotaBytes: 1e9 }));
    const counting = storageCount({});
    for (let index = 0; index < 5; index++) {
      await other.set(`0${index}`, "");
      await other.delete(`9${index}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await counting).toEqual({ tag: "ok", val: BigInt(KEYS) });
  });

  it("abandons its operation when its call is rolled back, and writes nothing", async () => {
    const { host, binding } = many();
    const { storageDeleteRange } = binding.imports["airssys:wasm/storage-ranges"];
    const call = binding.call(async () => {
      void storageDeleteRange({ prefix: "1" });
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error("ended");
    });
    await expect(call).rejects.toThrow("ended");
    const { storageCount } = host.bind("notes", GRANTS).imports["airssys:wasm/storage-ranges"];
    expect(storageCount({})).toEqual({ tag: "ok", val: BigInt(KEYS) });
    await binding.call(() => guestView(binding).set("after", ""));
    expect(await guestView(binding).has("after")).toBe(true);
  });
});
