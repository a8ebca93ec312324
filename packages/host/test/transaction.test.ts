import { ENGINES } from "@airssys/test-kit/engines";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Binding, type Host, openHost } from "../src/index.ts";
import { guestView } from "./guest-view.ts";

const QUOTA_BYTES = 60;

describe.each(ENGINES)("the transaction of a call over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let host: Host;

  beforeEach(async () => {
    opened = engine.open();
    host = await openHost({ backend: opened.backend });
  });
  afterEach(() => opened.close());

  const bind = (id = "notes"): Binding => host.bind(id, { access: "admin", quotaBytes: QUOTA_BYTES });

  it("shows its own writes to nobody else until it commits", async () => {
    const [binding, other] = [bind(), guestView(bind())];
    const guest = guestView(binding);
    binding.begin();
    await guest.set("a", "1");
    expect(await guest.get("a")).toBe("1");
    expect(await guest.keys()).toEqual(["a"]);
    expect(await other.get("a")).toBeUndefined();
    await binding.commit();
    expect(await other.get("a")).toBe("1");
  });

  it("merges its own writes into the order of committed keys", async () => {
    const binding = bind();
    const guest = guestView(binding);
    for (const key of ["b", "d", "f"]) await guest.set(key, "0");
    binding.begin();
    await guest.set("a", "1");
    await guest.set("d", "1");
    await guest.set("e", "1");
    await guest.delete("f");
    expect(await guest.keys()).toEqual(["a", "b", "d", "e"]);
    await binding.commit();
    expect(await guest.keys()).toEqual(["a", "b", "d", "e"]);
  });

  it("writes nothing when it is rolled back", async () => {
    const binding = bind();
    const guest = guestView(binding);
    await guest.set("kept", "1");
    binding.begin();
    await guest.set("gone", "1");
    await guest.delete("kept");
    await guest.clear();
    binding.rollback();
    expect(await guest.keys()).toEqual(["kept"]);
    expect(await binding.usage()).toEqual({ usedBytes: 5, quotaBytes: QUOTA_BYTES, keyCount: 1 });
  });

  it("sees an empty namespace after a clear, and what was set since", async () => {
    const binding = bind();
    const guest = guestView(binding);
    for (const key of ["a", "b"]) await guest.set(key, "1");
    binding.begin();
    await guest.clear();
    expect(await guest.get("a")).toBeUndefined();
    await guest.set("b", "22");
    expect(await guest.keys()).toEqual(["b"]);
    await binding.commit();
    expect(await guest.keys()).toEqual(["b"]);
    expect(await guest.get("b")).toBe("22");
    expect(await binding.usage()).toMatchObject({ usedBytes: 3, keyCount: 1 });
  });

  it("gets a conflict, and writes nothing, when another commit to the namespace came first", async () => {
    const binding = bind();
    const guest = guestView(binding);
    binding.begin();
    await guest.get("counter");
    await guestView(bind()).set("counter", "theirs");
    await guest.set("counter", "ours");
    await expect((async () => binding.commit())()).rejects.toMatchObject({ code: "conflict" });
    expect(await guest.get("counter")).toBe("theirs");
  });

  it("is not affected by commits to other namespaces", async () => {
    const binding = bind("one");
    binding.begin();
    await guestView(binding).set("a", "1");
    await guestView(bind("two")).set("a", "2");
    await binding.commit();
    expect(await guestView(binding).get("a")).toBe("1");
  });

  it("retries a single operation after a conflict, so that no increment is lost", async () => {
    const bindings = Array.from({ length: 8 }, () => bind());
    await Promise.all(bindings.map((binding, index) => guestView(binding).set(`key ${index}`, "")));
    expect(await bind().usage()).toMatchObject({ keyCount: 8, usedBytes: 40 });
  });

  it("commits each operation by itself in the mode 'operation'", async () => {
    host = await openHost({ backend: opened.backend, commit: "operation" });
    const binding = bind();
    binding.begin();
    await guestView(binding).set("a", "1");
    expect(await guestView(bind()).get("a")).toBe("1");
    binding.rollback();
    expect(await guestView(binding).get("a")).toBe("1");
  });

  it("counts usage exactly for any sequence of operations, like a plain map", async () => {
    const key = fc.constantFrom("a", "b", "ab", "é", "long key");
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ type: fc.constant("set" as const), key, length: fc.nat(30) }) },
      { weight: 3, arbitrary: fc.record({ type: fc.constant("delete" as const), key }) },
      { weight: 1, arbitrary: fc.constantFrom({ type: "clear" as const }) },
      { weight: 2, arbitrary: fc.constantFrom({ type: "commit" as const }, { type: "rollback" as const }) },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const binding = bind(`run-${run++}`);
        const guest = guestView(binding);
        let committed = new Map<string, string>();
        let model = new Map<string, string>();
        binding.begin();
        for (const each of steps) {
          if (each.type === "set") {
            const value = "v".repeat(each.length);
            const next = new Map(model).set(each.key, value);
            const fits = bytesOf(next) <= QUOTA_BYTES || bytesOf(next) <= bytesOf(model);
            const answer = await guest.set(each.key, value);
            expect(answer).toEqual(fits ? undefined : expect.objectContaining({ tag: "quota-exceeded" }));
            if (fits) model = next;
          } else if (each.type === "delete") {
            expect(await guest.delete(each.key)).toBe(model.delete(each.key));
          } else if (each.type === "clear") {
            await guest.clear();
            model.clear();
          } else {
            if (each.type === "commit") await binding.commit();
            else binding.rollback();
            if (each.type === "commit") committed = new Map(model);
            model = new Map(committed);
            binding.begin();
          }
          expect(await guest.size()).toBe(BigInt(bytesOf(model)));
          expect(await guest.keys()).toEqual([...model.keys()].sort());
        }
        await binding.commit();
        expect(await binding.usage()).toMatchObject({ usedBytes: bytesOf(model), keyCount: model.size });
        for (const [name, value] of model) expect(await guest.get(name)).toBe(value);
      }),
      { numRuns: engine.name === "lmdb" ? 60 : 200 },
    );
  });
});

function bytesOf(map: ReadonlyMap<string, string>): number {
  let bytes = 0;
  for (const [key, value] of map) bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes;
}
