import type { Backend, ScanRange } from "@airssys/backend";
import { faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { describe, expect, it } from "vitest";
import { migrateStore, openStore } from "../../src/index.ts";
import { bytes, text } from "../guest.ts";
import { codeOf, contents, killedAt, smallStore } from "./stores.ts";

describe("a migration that fails", () => {
  it("removes all that it has copied, whichever commit fails", async () => {
    const from = await smallStore(800);
    for (let at = 2; at <= 4; at++) {
      for (const fault of [{ type: "fail", code: "full" }, { type: "lose-answer" }] as const) {
        const memory = openMemory();
        const to = faulty(memory, [{ kind: "commit", at, fault }]);
        await expect(migrateStore({ from, to })).rejects.toThrow("injected");
        expect((await contents(memory)).length, `commit ${at}`).toBe(0);
      }
    }
  });

  it("removes what earlier runs have copied too", async () => {
    const from = await smallStore(800);
    const memory = openMemory();
    await expect(migrateStore({ from, to: killedAt(memory, 4, { type: "fail" }) })).rejects.toThrow("injected");
    expect((await contents(memory)).length).toBeGreaterThan(1_000);
    const failing = faulty(from, [{ kind: "scan", at: 12, fault: { type: "fail" } }]);
    await expect(migrateStore({ from: failing, to: memory })).rejects.toThrow("injected");
    expect((await contents(memory)).length).toBe(0);
  });

  it.each(["source", "target"] as const)("finds a byte that the %s answers otherwise", async (side) => {
    const [from, memory] = [await smallStore(), openMemory()];
    const options =
      side === "source" ? { from: withFlippedByte(from), to: memory } : { from, to: withFlippedByte(memory) };
    const failing = migrateStore(options);
    await expect(failing).rejects.toThrow(/component:notes is different in the target: 40 keys of \d+ bytes/);
    expect(await codeOf(failing)).toBe("different");
    expect(await contents(memory)).toEqual([]);
  });

  /** A backend that answers a value with a wrong bit the first time that it reads it. */
  function withFlippedByte(backend: Backend<"sync">): Backend<"sync"> {
    let isFlipped = false;
    const scan = (range: ScanRange) => {
      const page = backend.scan(range);
      const value = page.entries.find(({ key }) => text(key) === "component:notes:key/3")?.value;
      if (value?.length !== undefined && value.length > 12 && !isFlipped) {
        value[12] = (value[12] ?? 0) ^ 1;
        isFlipped = true;
      }
      return page;
    };
    return new Proxy(backend, {
      get(target, name) {
        const member: unknown = name === "scan" ? scan : Reflect.get(target, name);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
  }
});

describe("a migration that is refused", () => {
  const refused = async (from: Backend, to: Backend) => {
    const before = await contents(to);
    const code = await codeOf(migrateStore({ from, to }));
    expect(await contents(to)).toEqual(before);
    return code;
  };

  it("has written nothing where the target is a store, or holds anything else", async () => {
    const other = openMemory();
    other.commit({ checks: [], writes: [{ type: "put", key: bytes("x"), value: bytes("y") }] });
    expect(await refused(await smallStore(), await smallStore())).toBe("occupied");
    expect(await refused(await smallStore(), other)).toBe("occupied");
  });

  it("has written nothing where a key does not fit", async () => {
    const from = await smallStore();
    openStore({ backend: from }).open("app:a").set("x".repeat(80), bytes("y"));
    const memory = openMemory();
    const narrow = (keyBytesMax: number): Backend<"sync"> =>
      Object.defineProperty(faulty(memory, []), "capabilities", { value: { ...memory.capabilities, keyBytesMax } });
    expect(await refused(from, narrow(85))).toBe("key-too-long");
    await expect(migrateStore({ from, to: narrow(85) })).rejects.toThrow("a key of app:a has 86 bytes");
    await migrateStore({ from, to: narrow(86) });
  });

  it("has written nothing where keys of the source belong to no namespace", async () => {
    for (const key of ["app:a-c:x", "zzz", "component:", "system-x:a"]) {
      const from = await smallStore();
      from.commit({ checks: [], writes: [{ type: "put", key: bytes(key), value: bytes("y") }] });
      expect(await refused(from, openMemory()), key).toBe("stray-keys");
    }
  });

  it("has written nothing where the source is no store, is not whole or is of another format", async () => {
    const [unfinished, foreign] = [openMemory(), openMemory()];
    const killed = killedAt(unfinished, 2, { type: "fail" });
    await expect(migrateStore({ from: await smallStore(), to: killed })).rejects.toThrow("injected");
    foreign.commit({ checks: [], writes: [{ type: "put", key: bytes("\0airssys"), value: bytes("3") }] });
    expect(await refused(openMemory(), openMemory())).toContain("the source holds no store");
    expect(await refused(unfinished, openMemory())).toContain("has not ended");
    expect(await refused(foreign, openMemory())).toContain("the store has format 3");
  });

  it("says what is wrong with its options", async () => {
    const [from, to] = [await smallStore(), openMemory()];
    await expect(migrateStore({ from, to: from })).rejects.toThrow('"to" expected another backend than "from"');
    await expect(migrateStore({ from, to, passesMax: 0 })).rejects.toThrow(RangeError);
    await expect(migrateStore({ from, to: {} as Backend })).rejects.toThrow('"to" expected a backend');
    await expect(migrateStore({ from, to, verify: false } as never)).rejects.toThrow("verify");
    expect(await contents(to)).toEqual([]);
  });
});
