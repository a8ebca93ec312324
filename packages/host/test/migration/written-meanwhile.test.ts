import { type Backend, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MigrationProgress, migrateStore, type Namespaces, openStore } from "../../src/index.ts";
import { bytes } from "../guest.ts";
import { codeOf, difference, NOW, smallStore, told } from "./stores.ts";

const change = fc.record({
  name: fc.constantFrom("app:a", "app:a-b", "component:notes", "system", "user:new", "org/new"),
  key: fc.nat(40),
  type: fc.constantFrom("set", "delete", "expire", "clear", "quota"),
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(namespaces: Namespaces<"sync">, { name, key, type }: Change): void {
  const store = namespaces.open(name);
  if (type === "set") store.set(`key/${key}`, bytes("new"));
  else if (type === "delete") store.delete(`key/${key}`);
  else if (type === "expire") store.set(`key/${key}`, bytes("new"), { ttlSeconds: key + 1 });
  else if (type === "clear") store.clear();
  else namespaces.setQuota(name, { keys: 1_000 + key });
}

/** Everything that a small store holds. */
function firstPage(backend: Backend<"sync">): string {
  const page = backend.scan({});
  if (!page.isLast) throw new Error("the store is not small");
  return page.entries
    .map(({ key, value }) => `${Buffer.from(key).toString("hex")} ${Buffer.from(value).toString("hex")}`)
    .join();
}

describe("a source that is written meanwhile", () => {
  it("is in the target as it was at one moment after its last pass, whatever is written and when", async () => {
    const at = fc.integer({ min: 1, max: 70 }); // the number of a request to the source
    const plan = fc.array(fc.tuple(at, change), { maxLength: 12 });
    const property = fc.asyncProperty(plan, fc.boolean(), async (changes, isLater) => {
      const source = await smallStore(25);
      const namespaces = openStore({ backend: source, clock: () => NOW });
      const states = [firstPage(source)];
      const from = told(source, ({ ofAll }) => {
        for (const [when, each] of changes) {
          if (when !== ofAll) continue;
          apply(namespaces, each);
          states.push(firstPage(source));
        }
      });
      let stateVerified = 0;
      const onProgress = ({ phase }: MigrationProgress) => {
        if (phase === "verifying") stateVerified = states.length - 1;
      };
      const memory = openMemory();
      await migrateStore({ from, to: isLater ? promised(memory) : memory, passesMax: 50, onProgress });
      expect(states.lastIndexOf(firstPage(memory))).toBeGreaterThanOrEqual(stateVerified);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it("is a reason to end after some passes, and to go on once its writers have stopped", async () => {
    const source = await smallStore();
    const store = openStore({ backend: source }).open("component:notes");
    let isWritten = true;
    const from = told(source, ({ kind }) => isWritten && kind === "scan" && store.set("restless", bytes("x")));
    const to = openMemory();
    const failing = migrateStore({ from, to, passesMax: 2 });
    await expect(failing).rejects.toThrow("the source was written in each of 2 passes; stop its writers");
    expect(await codeOf(failing)).toBe("unsettled");
    isWritten = false;
    expect(await migrateStore({ from, to })).toMatchObject({ passes: 1 });
    expect(await difference(to, source)).toBeUndefined();
  });
});
