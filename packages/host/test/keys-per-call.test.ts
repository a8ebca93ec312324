import { openMemory } from "@airssys/backend/memory";
import type { Limits } from "@airssys/protocol";
import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Binding, type CommitMode, type Grants, openHost, openStore } from "../src/index.ts";
import { bytes, guest, refusal } from "./guest.ts";

const GRANTS: Grants = { access: "admin", quotaBytes: 1e9, namespaces: { "app:news": { access: "admin" } } };
const NONE = new Uint8Array();
const line = (key: string) => `{"key":"${key}","value":""}\n`;
const tooMany = (changed: number) => ({
  tag: "limit-exceeded",
  val: `a call changes at most ${changed} keys, removed ones included; change the others in another call`,
});

describe.each(ENGINES)("keys that one call changes over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let binding: Binding;
  let own: ReturnType<typeof guest>;

  const bind = async (limits: Partial<Limits> = { callKeysMax: 3 }, commit: CommitMode = "call") => {
    binding = (await openHost({ backend: opened.backend, limits, commit })).bind("notes", GRANTS);
    own = guest(binding);
  };
  const store = async () => (await openStore({ backend: opened.backend })).open("component:notes");
  const stored = async () => await (await store()).keys();
  const fill = async (...keys: string[]) => {
    for (const key of keys) await (await store()).set(key, bytes("1"));
  };

  beforeEach(async () => {
    opened = engine.open();
    await bind();
  });
  afterEach(() => opened.close());

  it("are limited, counting sets and deletes of stored keys together", async () => {
    await fill("a", "b");
    await binding.call(async () => {
      await own.storage.storageDelete("a");
      await own.storage.storageSet("c", NONE);
      await own.storage.storageSet("d", NONE);
      expect(await refusal(own.storage.storageSet("e", NONE))).toEqual(tooMany(3));
      expect(await refusal(own.storage.storageDelete("b"))).toEqual(tooMany(3));
      expect(await refusal(own.ttl.storagePersist("b").then(() => own.ttl.storageExtend("b", 5n)))).toEqual(tooMany(3));
    });
    expect(await stored()).toEqual(["b", "c", "d"]);
    await binding.call(() => own.storage.storageSet("e", NONE));
    expect(await stored()).toEqual(["b", "c", "d", "e"]);
  });

  it("count once, however often they are written", async () => {
    await binding.call(async () => {
      for (let round = 0; round < 5; round++)
        for (const key of ["a", "b", "c"]) await own.storage.storageSet(key, bytes(String(round)));
      for (const key of ["a", "b", "c", "none"]) await own.storage.storageDelete(key);
      for (const key of ["a", "b", "c"]) await own.storage.storageSet(key, NONE);
      expect(await own.batch.storageIncrement("d", 1n).catch(({ payload }) => payload)).toEqual(tooMany(3));
    });
    expect(await stored()).toEqual(["a", "b", "c"]);
  });

  it("do not count once their change is undone", async () => {
    await binding.call(async () => {
      await own.storage.storageSet("a", NONE);
      await own.transactions.storageBegin();
      await own.storage.storageSet("b", NONE);
      await own.storage.storageSet("c", NONE);
      await refusal(own.storage.storageSet("d", NONE));
      await own.transactions.storageRollback();
      await own.storage.storageSet("d", NONE);
      await own.storage.storageSet("e", NONE);
      expect(await refusal(own.storage.storageSet("f", NONE))).toEqual(tooMany(3));
      await own.storage.storageDelete("e"); // it was never stored
      await own.storage.storageSet("f", NONE);
    });
    expect(await stored()).toEqual(["a", "d", "f"]);
  });

  it("are limited over all namespaces together", async () => {
    await binding.call(async () => {
      await own.storage.storageSet("a", NONE);
      await own.storage.storageSet("b", NONE);
      await own.namespaces.storageEnter("app:news");
      await own.storage.storageSet("a", NONE);
      expect(await refusal(own.storage.storageSet("b", NONE))).toEqual(tooMany(3));
      await own.namespaces.storageLeave();
      expect(await refusal(own.storage.storageSet("c", NONE))).toEqual(tooMany(3));
      await own.storage.storageSet("a", bytes("again"));
    });
  });

  it("are not changed by a batch, a range or an import that would change too many", async () => {
    await fill("a", "b", "c", "d");
    await binding.call(async () => {
      const writes = ["w", "x", "y", "z"].map((key) => ({ tag: "set" as const, val: { key, value: NONE } }));
      expect(await refusal(own.batch.storageWrite([], writes))).toEqual(tooMany(3));
      expect(await refusal(own.ranges.storageDeleteRange({ start: "a", end: "z" }))).toEqual(tooMany(3));
      expect(await refusal(own.transfer.storageImport(["k", "l", "m", "n"].map(line).join("")))).toEqual(tooMany(3));
      expect(await own.transfer.storageImport(["k", "k", "k", "k", "l", "m"].map(line).join(""))).toBe(6n);
    });
    expect(await stored()).toEqual(["a", "b", "c", "d", "k", "l", "m"]);
  });

  it("include those that a clear removes, even if expired", async () => {
    let now = Date.parse("2026-01-01");
    const host = await openHost({ backend: opened.backend, limits: { callKeysMax: 3 }, clock: () => now });
    const clearing = host.bind("notes", GRANTS);
    const inside = guest(clearing);
    for (const keys of [
      ["a", "b"],
      ["c", "d"],
    ])
      await clearing.call(async () => {
        for (const key of keys) await inside.ttl.storageSetWithTtl(key, NONE, 1n);
      });
    now += 5_000;
    expect(await refusal(clearing.call(() => inside.storage.storageClear()))).toMatchObject({ tag: "limit-exceeded" });
  });

  it("include those that a clear removes, which is refused as a whole", async () => {
    const clearing = () => binding.call(() => own.storage.storageClear());
    await fill("a", "b", "c", "d");
    expect(await refusal(clearing())).toEqual({
      tag: "limit-exceeded",
      val: "a call changes at most 3 keys, and 4 would be removed; remove them in parts, in several calls",
    });
    await binding.call(() => own.storage.storageDelete("a"));
    await clearing();
    expect(await stored()).toEqual([]);
    await fill("a", "b");
    await binding.call(async () => {
      await own.storage.storageSet("x", NONE);
      await own.storage.storageSet("y", NONE);
      await own.storage.storageClear();
      await own.storage.storageSet("z", NONE);
      expect(await refusal(own.storage.storageSet("more", NONE))).toEqual(tooMany(3));
    });
    expect(await stored()).toEqual(["z"]);
  });

  it("are counted per function, or per transaction, where each function is committed by itself", async () => {
    await bind({ callKeysMax: 3 }, "operation");
    await binding.call(async () => {
      for (const key of ["a", "b", "c", "d"]) await own.storage.storageSet(key, NONE);
      expect(await refusal(own.ranges.storageDeleteRange({ start: "a" }))).toEqual(tooMany(3));
      expect(await refusal(own.storage.storageClear())).toMatchObject({ tag: "limit-exceeded" });
      await own.transactions.storageBegin();
      for (const key of ["e", "f", "g"]) await own.storage.storageSet(key, NONE);
      expect(await refusal(own.storage.storageSet("h", NONE))).toEqual(tooMany(3));
      await own.transactions.storageCommit();
      await own.storage.storageSet("h", NONE);
    });
    expect(await stored()).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
  });

  it("are not limited for programs", async () => {
    const program = (await openStore({ backend: opened.backend, limits: { callKeysMax: 3 } })).open("component:notes");
    await fill("a", "b", "c", "d");
    expect(await program.deleteRange({ start: "a" })).toBe(4);
    await fill("a", "b", "c", "d");
    await program.clear();
    expect(await stored()).toEqual([]);
  });

  it("limit export chunks, so that each can be imported in one call", async () => {
    await fill("a", "b", "c", "d", "e", "f", "g");
    const chunks: string[] = [];
    let cursor: string | undefined;
    do {
      const chunk = await own.transfer.storageExport(cursor);
      chunks.push(chunk.lines);
      cursor = chunk.cursor;
    } while (cursor !== undefined);
    expect(chunks.map((chunk) => chunk.split("\n").length - 1)).toEqual([3, 3, 1]);
    for (const chunk of chunks) await binding.call(() => own.transfer.storageImport(chunk));
    expect(await stored()).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
  });
});

describe("by default", () => {
  it("one call changes 10 000 keys", () => {
    const binding = openHost({ backend: openMemory() }).bind("notes", GRANTS);
    const { storageSet } = binding.imports["airssys:wasm/storage"];
    binding.begin();
    for (let index = 0; index < 10_000; index++) expect(storageSet(`key ${index}`, NONE).tag).toBe("ok");
    expect(storageSet("one more", NONE)).toEqual({ tag: "err", val: tooMany(10_000) });
    binding.commit();
  });

  it("openHost refuses a limit that is not a whole number", () => {
    expect(() => openHost({ backend: openMemory(), limits: { callKeysMax: 0 } })).toThrow(
      '"limits.callKeysMax" expected a whole number of at least 1, got 0',
    );
  });
});
