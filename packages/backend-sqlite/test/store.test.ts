import { join } from "node:path";
import { openSqlite } from "@airssys/backend-sqlite";
import { openStore } from "@airssys/host";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes } from "@airssys/test-kit/text";
import { expect, test } from "vitest";

test("a store of the host keeps values, usage and expiry, and verifies, before and after it is opened again", () => {
  const path = join(temporaryFolder(), "store.db");
  let now = 1_000_000;
  const open = () => {
    const backend = openSqlite({ path });
    return { backend, notes: openStore({ backend, clock: () => now }).open("component:notes") };
  };
  const first = open();
  first.notes.transaction((transaction) => {
    transaction.set("long", new Uint8Array(100_000).fill(1));
    transaction.set("brief", bytes("1"), { ttlSeconds: 10 });
  });
  expect(first.notes.usage()).toEqual({ bytes: 4 + 100_000 + 5 + 1, keys: 2 });
  first.backend.close();
  now += 10_000;
  const second = open();
  expect(second.notes.get("brief")).toBeUndefined();
  expect(second.notes.get("long")).toHaveLength(100_000);
  expect(second.notes.usage()).toEqual({ bytes: 4 + 100_000, keys: 1 });
  expect(second.notes.verify().faults).toEqual([]);
  second.backend.close();
});
