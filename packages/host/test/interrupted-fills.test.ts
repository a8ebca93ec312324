import { faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { describe, expect, it } from "vitest";
import { exportNamespace, importNamespace, openStore } from "../src/index.ts";
import { bytes } from "./guest.ts";

const RECORD = "\0ns\0app:a";
const NOW = 1_767_225_600_000;
const line = (key: string) => bytes(`{"key":"${key}","value":"AAAA"}\n`);

describe("work on a whole namespace that is disturbed", () => {
  it("leaves the quota of the target in place when an atomic import fails", async () => {
    const namespaces = openStore({ backend: openMemory() });
    namespaces.setQuota("app:a", { keys: 1 });
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(importNamespace(namespaces, "app:a", [line("a"), line("b")], { mode: "atomic" })).rejects.toThrow(
        /at most 1 keys/,
      );
    expect(namespaces.quota("app:a")).toEqual({ keys: 1, bytes: undefined });
    expect(namespaces.open("app:a").verify().faults).toEqual([]);
    namespaces.open("app:a").set("a", bytes("x"));
  });

  it("keeps a quota that is stored while an import begins", async () => {
    const namespaces = openStore({ backend: openMemory() });
    const importing = importNamespace(namespaces, "app:a", [line("a")], { mode: "atomic" });
    namespaces.setQuota("app:a", { keys: 5 });
    await importing;
    expect(namespaces.quota("app:a")).toEqual({ keys: 5, bytes: undefined });
  });

  it("stores nothing of an atomic import whose commits lose their answers, whichever it is", async () => {
    for (let at = 1; at <= 3; at++) {
      const backend = faulty(openMemory(), [{ kind: "commitAll", at, fault: { type: "lose-answer" } }]);
      const namespaces = openStore({ backend });
      await expect(importNamespace(namespaces, "app:a", [line("a")], { mode: "atomic" })).rejects.toThrow();
      expect(namespaces.list().namespaces, `commit ${at}`).toEqual([]);
      expect(namespaces.open("app:a").keys()).toEqual([]);
    }
  });

  it("tells watches nothing of an import that nobody has seen, whether it is taken back or removed later", async () => {
    let isBroken = false;
    const backend = faulty(openMemory(), [{ kind: "commitAll", when: () => isBroken, fault: { type: "fail" } }]);
    const namespaces = openStore({ backend });
    const watch = namespaces.open("app:a").watch();
    const told: unknown[] = [];
    const reading = (async () => {
      for await (const change of watch) told.push(change);
    })();
    const lines = Array.from({ length: 250 }, (_, index) => line(`key/${index}`));
    const failing = [...lines, bytes("{}\n")];
    await expect(importNamespace(namespaces, "app:a", failing, { mode: "atomic" })).rejects.toThrow("line 251");
    async function* breaking() {
      yield* lines;
      isBroken = true;
    }
    await expect(importNamespace(namespaces, "app:a", breaking(), { mode: "atomic" })).rejects.toThrow();
    isBroken = false;
    expect(namespaces.list().namespaces).toMatchObject([{ state: "filling" }]);
    expect(await namespaces.remove("app:a")).toBe(true);
    watch.close();
    await reading;
    expect(told).toEqual([]);
  });

  it("does not remove what is written after another removal has ended", async () => {
    const memory = openMemory();
    let isMadeAnew = false;
    const backend = faulty(memory, [
      {
        when({ kind, keys: [key] = [] }) {
          const isRemoved =
            key !== undefined && Buffer.from(key).toString() === RECORD && memory.get(key) === undefined;
          if (kind !== "get" || !isRemoved || !isWatching) return false;
          isWatching = false;
          isMadeAnew = true;
          openStore({ backend: memory }).open("app:a").set("new", bytes("x"));
          return false;
        },
        fault: { type: "fail" },
      },
    ]);
    let isWatching = false;
    const namespaces = openStore({ backend });
    namespaces.open("app:a").transaction((transaction) => {
      for (let index = 0; index < 250; index++) transaction.set(`key${index}`, bytes("x"));
    });
    isWatching = true;
    await Promise.all([namespaces.remove("app:a"), namespaces.remove("app:a")]);
    expect(isMadeAnew).toBe(true);
    expect(namespaces.open("app:a").keys()).toEqual(["new"]);
  });

  it("keeps what an export found expired from coming back through another clock", async () => {
    const backend = openMemory();
    const early = openStore({ backend, clock: () => NOW });
    const late = openStore({ backend, clock: () => NOW + 60_000 });
    early.open("app:a").set("a", bytes("x"), { ttlSeconds: 1 });
    for await (const _chunk of exportNamespace(late, "app:a")) throw new Error("nothing is left to export");
    expect(early.open("app:a").get("a")).toBeUndefined();
  });
});
