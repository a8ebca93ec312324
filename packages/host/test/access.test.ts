import { readdirSync, readFileSync } from "node:fs";
import type { Mode } from "@airssys/backend";
import { type FaultyBackend, faulty } from "@airssys/backend/faults";
import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AccessLevel, type Host, type NamespaceGrant, type Need, openHost } from "../src/index.ts";
import { nodeCipher } from "../src/node/index.ts";
import { bytes, guest, refusal } from "./guest.ts";

type Guest = ReturnType<typeof guest>;

/**
 * A function of the contract with what it needs: an access level, and the narrowest pattern that includes the keys it
 * is about.
 */
interface Row {
  readonly name: string;
  readonly call: (guest: Guest, key: string) => Promise<unknown>;
  readonly need: Need | undefined;
  readonly pattern: string | undefined;
}

const row = (name: string, need: Need | undefined, pattern: string | undefined, call: Row["call"]): Row => ({
  name,
  call,
  need,
  pattern,
});

const NO_BYTES = new Uint8Array(0);
const FORWARD = { reverse: false };

const TABLE: readonly Row[] = [
  row("storage-get", "read", "a", ({ storage }, key) => storage.storageGet(key)),
  row("storage-set", "write", "a", ({ storage }, key) => storage.storageSet(key, NO_BYTES)),
  row("storage-delete", "write", "a", ({ storage }, key) => storage.storageDelete(key)),
  row("storage-has", "read", "a", ({ storage }, key) => storage.storageHas(key)),
  row("storage-keys", "read", "a*", ({ storage }, key) => storage.storageKeys(key)),
  row("storage-size", "read", undefined, ({ storage }) => storage.storageSize()),
  row("storage-clear", "admin", "*", ({ storage }) => storage.storageClear()),
  row("storage-range", "read", "a*", ({ ranges }, prefix) => ranges.storageRange({ prefix }, FORWARD, undefined)),
  row("storage-range-keys", "read", "a*", ({ ranges }, prefix) =>
    ranges.storageRangeKeys({ prefix }, FORWARD, undefined),
  ),
  row("storage-scan", "read", "a*", ({ ranges }, prefix) => ranges.storageScan(prefix, undefined, 1)),
  row("storage-count", "read", "a*", ({ ranges }, prefix) => ranges.storageCount({ prefix })),
  row("storage-delete-range", "write", "a*", ({ ranges }, prefix) => ranges.storageDeleteRange({ prefix })),
  row("storage-get-many", "read", "a", ({ batch }, key) => batch.storageGetMany([key])),
  row("storage-get-entry", "read", "a", ({ batch }, key) => batch.storageGetEntry(key)),
  row("storage-write", "write", "a", ({ batch }, key) => batch.storageWrite([{ key }], [{ tag: "delete", val: key }])),
  row("storage-increment", "write", "a", ({ batch }, key) => batch.storageIncrement(key, 1n)),
  row("storage-set-with-ttl", "write", "a", ({ ttl }, key) => ttl.storageSetWithTtl(key, NO_BYTES, 1n)),
  row("storage-get-ttl", "read", "a", ({ ttl }, key) => ttl.storageGetTtl(key)),
  row("storage-extend", "write", "a", ({ ttl }, key) => ttl.storageExtend(key, 1n)),
  row("storage-persist", "write", "a", ({ ttl }, key) => ttl.storagePersist(key)),
  row("storage-begin", "write", undefined, ({ transactions }) => transactions.storageBegin()),
  row("storage-commit", "write", undefined, ({ transactions }) => transactions.storageCommit()),
  row("storage-rollback", "write", undefined, ({ transactions }) => transactions.storageRollback()),
  row("storage-watch", "read", "a*", ({ watch }, key) => watch.storageWatch(key)),
  row("storage-poll", "read", undefined, ({ watch }) => watch.storagePoll(1n, 1)),
  row("storage-unwatch", "read", undefined, ({ watch }) => watch.storageUnwatch(1n)),
  row("storage-usage", "read", undefined, ({ usage }) => usage.storageUsage()),
  row("storage-export", "admin", "*", ({ transfer }) => transfer.storageExport(undefined)),
  row("storage-import", "admin", "*", ({ transfer }, key) => transfer.storageImport(`{"key":"${key}","value":""}`)),
  row("seal", "write", undefined, ({ cipher }, key) => cipher.seal(key, NO_BYTES, NO_BYTES)),
  row("open", "read", undefined, ({ cipher }, key) => cipher.open(key, NO_BYTES, NO_BYTES)),
  row("storage-enter", "read", undefined, ({ namespaces }) => namespaces.storageEnter("app:news")),
  row("storage-leave", undefined, undefined, ({ namespaces }) => namespaces.storageLeave()),
];

/** The level of access that each need needs, in the words of the contract. */
const LEVEL_OF: Readonly<Record<Need, AccessLevel>> = { read: "read-only", write: "read-write", admin: "admin" };
const LEVELS: readonly AccessLevel[] = ["none", "read-only", "read-write", "admin"];
const levelsFrom = (need: Need) => LEVELS.slice(LEVELS.indexOf(LEVEL_OF[need]));
const levelsBelow = (need: Need) => LEVELS.slice(0, LEVELS.indexOf(LEVEL_OF[need]));

const denial = (namespace: string, missing: string) => ({
  tag: "permission-denied",
  val: `storage:${namespace}:${missing}`,
});

describe("the table of these tests", () => {
  const folder = new URL("../../../wit/", import.meta.url);
  const contract = readdirSync(folder)
    .filter((name) => name.endsWith(".wit"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  const functions = [...contract.matchAll(/((?: *\/\/\/.*\n)+) *([a-z-]+): func/g)].filter(
    ([, , name]) => name !== "handle",
  );

  it("lists every function that components import, with the access level that the contract documents", () => {
    const documented = functions.map(([, comment = "", name]) => {
      const [, level] = /Needs (?:at least )?(read-only|read-write|admin) access/.exec(comment) ?? [];
      return [name, level];
    });
    const tabled = TABLE.map(({ name, need }) => [name, need && LEVEL_OF[need]]);
    expect(new Map(tabled as [])).toEqual(new Map(documented as []));
    expect(tabled).toHaveLength(documented.length);
  });
});

describe.each(ENGINES)("access over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let backend: FaultyBackend<Mode>;
  let host: Host;

  beforeEach(async () => {
    opened = engine.open();
    backend = faulty(opened.backend, []);
    const cipher = nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(1) }], newest: 1 });
    host = await openHost({ backend, cipher });
  });
  afterEach(() => opened.close());

  /** A component with the same grant for its own namespace and for a shared one. */
  const own = (grant: NamespaceGrant) =>
    guest(host.bind("notes", { ...grant, quotaBytes: 1_000, namespaces: { "app:news": grant } }));
  const admin = () => own({ access: "admin" });

  /** What a function answers: a value, or the payload of its error. */
  const outcome = (work: Promise<unknown>) => work.catch(({ payload }) => payload);

  describe.each(TABLE.filter(({ need }) => need !== undefined))("$name", ({ name, call, need = "read" }) => {
    const namespace = name === "storage-enter" ? "app:news" : "component:notes";

    it("is denied below its access level, names the missing right, and makes no request to the engine", async () => {
      for (const access of levelsBelow(need)) {
        const before = JSON.stringify(backend.counts);
        expect(await refusal(call(own({ access }), "a"))).toEqual(denial(namespace, need));
        expect(JSON.stringify(backend.counts)).toBe(before);
      }
    });

    it("is allowed at its access level and above", async () => {
      for (const access of levelsFrom(need)) {
        expect(await outcome(call(own({ access }), "a"))).not.toMatchObject({ tag: "permission-denied" });
      }
    });

    it("is denied before its arguments are checked", async () => {
      for (const access of levelsBelow(need)) {
        for (const key of ["", "a\0", "\u{d800}", "x".repeat(300)]) {
          expect(await refusal(call(own({ access }), key))).toEqual(denial(namespace, need));
        }
      }
    });

    it("is denied with the same error, whether the key exists or not", async () => {
      await admin().storage.storageSet("a", bytes("1"));
      for (const access of levelsBelow(need)) {
        expect(await refusal(call(own({ access }), "a"))).toEqual(denial(namespace, need));
      }
    });

    it("is checked against the grant of the entered namespace", async () => {
      for (const access of LEVELS.slice(1)) {
        const entered = guest(
          host.bind("notes", { access: "none", quotaBytes: 0, namespaces: { "app:news": { access } } }),
        );
        await entered.namespaces.storageEnter("app:news");
        const answer = await outcome(call(entered, "a"));
        if (levelsBelow(need).includes(access)) expect(answer).toEqual(denial("app:news", need));
        else expect(answer).not.toMatchObject({ tag: "permission-denied" });
      }
    });
  });

  it("is not needed to leave a namespace", async () => {
    const { namespaces } = own({ access: "none" });
    expect(await refusal(namespaces.storageLeave())).toMatchObject({ tag: "invalid-argument" });
  });

  describe("limited to some keys", () => {
    it.each(TABLE.filter(({ pattern }) => pattern !== undefined))(
      "denies $name outside of them, naming the pattern $pattern, which is enough",
      async ({ call, pattern = "" }) => {
        await admin().storage.storageSet("a", bytes("1"));
        const before = await admin().transfer.storageExport(undefined);
        for (const keys of [["b"], ["b*", "ab*"], ["A"]]) {
          const counts = JSON.stringify(backend.counts);
          const denied = denial("component:notes", `keys:${pattern}`);
          expect(await refusal(call(own({ access: "admin", keys }), "a"))).toEqual(denied);
          expect(JSON.stringify(backend.counts)).toBe(counts);
        }
        expect(await admin().transfer.storageExport(undefined)).toEqual(before);
        const widened = own({ access: "admin", keys: ["b", pattern] });
        expect(await outcome(call(widened, "a"))).not.toMatchObject({ tag: "permission-denied" });
      },
    );

    it.each(TABLE.filter(({ pattern }) => pattern === undefined))(
      "lets $name through, which is about no key",
      async ({ call }) => {
        const narrowed = own({ access: "admin", keys: ["b"] });
        expect(await outcome(call(narrowed, "a"))).not.toMatchObject({ tag: "permission-denied" });
      },
    );

    it("denies a batch for any key outside of the grant, and a range with only one bound inside", async () => {
      const { batch, ranges } = own({ access: "admin", keys: ["a", "b"] });
      const denied = denial("component:notes", "keys:c");
      expect(await refusal(batch.storageGetMany(["a", "b", "c"]))).toEqual(denied);
      expect(await refusal(batch.storageWrite([{ key: "c" }], []))).toEqual(denied);
      expect(await refusal(ranges.storageCount({ start: "a", end: "b" }))).toEqual(denial("component:notes", "keys:*"));
    });
  });
});
