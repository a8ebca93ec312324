import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { expect, it } from "vitest";
import { openStore } from "../src/index.ts";

/** Increments of each process. `AIRSSYS_INCREMENTS=100000` for a longer look. */
const TIMES = Number(process.env.AIRSSYS_INCREMENTS ?? 150);

it.each([
  ["alone", "alone"],
  ["grouped", "grouped"],
  ["alone", "grouped"],
])(
  "two processes that write to one namespace, %s and %s, lose nothing and count exactly",
  { timeout: 60_000 + TIMES * 40 },
  async (...ways) => {
    const path = join(temporaryFolder(), "store");
    const children = ways.map(
      (way, index) =>
        new Child(new URL("./children/counter.ts", import.meta.url), [path, `process-${index}`, String(TIMES), way]),
    );
    const endings = await Promise.all(children.map(({ ended }) => ended));
    expect(endings).toMatchObject(ways.map(() => ({ code: 0, noise: "" })));

    const backend = openLmdb({ path });
    const store = openStore({ backend }).open("app:count");
    expect(new TextDecoder().decode(store.get("count"))).toBe(String(2 * TIMES));
    expect(store.count({ prefix: "process-0/" })).toBe(TIMES);
    expect(store.count({ prefix: "process-1/" })).toBe(TIMES);
    expect(store.version()).toBe(4 * TIMES);
    expect(store.verify()).toEqual({ faults: [], counted: store.usage() });
    backend.close();
  },
);

it("processes that create a store in one folder at once all open it", { timeout: 60_000 }, async () => {
  const path = join(temporaryFolder(), "store");
  const children = [0, 1, 2].map(
    (index) => new Child(new URL("./children/counter.ts", import.meta.url), [path, `process-${index}`, "3", "alone"]),
  );
  const endings = await Promise.all(children.map(({ ended }) => ended));
  expect(endings).toMatchObject(children.map(() => ({ code: 0, noise: "" })));
  const backend = openLmdb({ path });
  expect(openStore({ backend }).open("app:count").version()).toBe(3 * 3 * 2);
  backend.close();
});
