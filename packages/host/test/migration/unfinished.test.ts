import { faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { describe, expect, it } from "vitest";
import { migrateStore, openStore, StoreFormatError } from "../../src/index.ts";
import { bytes } from "../guest.ts";
import { codeOf, contents, difference, KEYS_BESIDE, killedAt, recordingCommits, smallStore, told } from "./stores.ts";

describe("a target whose migration has not ended", () => {
  it("is no store until the last commit, and from any of them goes on to the same bytes", async () => {
    const from = await smallStore(700);
    const counted = recordingCommits(openMemory());
    await migrateStore({ from, to: counted.backend });
    const commits = counted.commits.length;
    expect(commits).toBeGreaterThan(3);
    for (let commit = 2; commit <= commits; commit++) {
      for (const fault of [{ type: "fail" }, { type: "lose-answer" }] as const) {
        const memory = openMemory();
        await expect(migrateStore({ from, to: killedAt(memory, commit, fault) })).rejects.toThrow("injected");
        if (commit === commits && fault.type === "lose-answer") {
          expect(await codeOf(migrateStore({ from, to: memory }))).toBe("occupied"); // it is a store
        } else {
          expect(() => openStore({ backend: memory })).toThrow(StoreFormatError);
          expect(() => openStore({ backend: memory })).toThrow("a migration into this store has not ended");
          const again = recordingCommits(memory);
          await migrateStore({ from, to: again.backend });
          expect(again.commits.length, `commit ${commit}`).toBeLessThanOrEqual(commits - commit + 2);
        }
        expect(await difference(memory, from), `commit ${commit}, ${fault.type}`).toBeUndefined();
      }
    }
  });

  it("goes on after twenty deaths, and copies nothing twice", async () => {
    const from = await smallStore(7_500);
    const memory = openMemory();
    let written = 0;
    for (let deaths = 0; deaths < 20; deaths++) {
      const { backend, commits } = recordingCommits(killedAt(memory, 3, { type: "fail" }));
      await expect(migrateStore({ from, to: backend })).rejects.toThrow("injected");
      written += commits.slice(0, -1).flat().length;
    }
    const last = recordingCommits(memory);
    const { keys } = await migrateStore({ from, to: last.backend });
    written += last.commits.flat().length;
    expect(keys).toBe(6 * 7_500 + KEYS_BESIDE);
    expect(written).toBeLessThan(keys + 100);
    expect(await difference(memory, from)).toBeUndefined();
  });

  it("copies what has changed between two runs, and drops what was removed", async () => {
    const from = await smallStore(1_000);
    const memory = openMemory();
    await expect(migrateStore({ from, to: killedAt(memory, 5, { type: "fail" }) })).rejects.toThrow("injected");
    const namespaces = openStore({ backend: from });
    namespaces.open("app:a").delete("key/1");
    namespaces.open("app:before").set("new", bytes("x"));
    await namespaces.remove("app:a-b");
    namespaces.open("component:notes").set("key/2", bytes("other"));
    namespaces.setQuota("user:empty", { keys: 4 });
    await migrateStore({ from, to: memory });
    expect(await difference(memory, from)).toBeUndefined();
  });

  it("refuses another source", async () => {
    const [from, other, memory] = [await smallStore(1_000), await smallStore(1), openMemory()];
    await expect(migrateStore({ from, to: killedAt(memory, 3, { type: "fail" }) })).rejects.toThrow("injected");
    const left = await contents(memory);
    expect(await codeOf(migrateStore({ from: other, to: memory }))).toBe("other-source");
    expect(await contents(memory)).toEqual(left);
  });

  it("belongs to the migration that took it last", async () => {
    const [from, memory] = [await smallStore(1_000), openMemory()];
    let second: Promise<unknown> | undefined;
    const to = told(memory, ({ kind, ofKind }) => {
      if (kind === "commit" && ofKind === 3) second = migrateStore({ from, to: memory });
    });
    expect(await codeOf(migrateStore({ from, to }))).toBe("superseded");
    await second;
    expect(await difference(memory, from)).toBeUndefined();
  });

  it("stays when the migration is aborted, or when that was asked for", async () => {
    const [from, aborted, kept] = [await smallStore(1_000), openMemory(), openMemory()];
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    expect(await codeOf(migrateStore({ from, to: aborted, onProgress, signal: controller.signal }))).toBe("aborted");
    const full = faulty(kept, [{ kind: "commit", at: 4, fault: { type: "fail", code: "full" } }]);
    await expect(migrateStore({ from, to: full, keepOnFailure: true })).rejects.toMatchObject({ code: "full" });
    for (const to of [aborted, kept]) {
      expect(() => openStore({ backend: to })).toThrow(StoreFormatError);
      await migrateStore({ from, to });
      expect(await difference(to, from)).toBeUndefined();
    }
  });

  it("can be removed where its record cannot be read", async () => {
    const memory = openMemory();
    memory.commit({
      checks: [],
      writes: [{ type: "put", key: bytes("\0airssys"), value: bytes("migrating {") }],
    });
    expect(await codeOf(migrateStore({ from: await smallStore(), to: memory }))).toContain("remove the store");
  });
});
