import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";

/** Increments of each process. `AIRSSYS_INCREMENTS=100000` for a longer look. */
const TIMES = Number(process.env.AIRSSYS_INCREMENTS ?? 200);
const OPTIONS = { timeout: 60_000 + TIMES * 20 };

test("two processes that increment one key under checks lose nothing", OPTIONS, async () => {
  const path = join(temporaryFolder(), "store");
  const children = [1, 2].map(
    () => new Child(new URL("./children/incrementer.ts", import.meta.url), [path, String(TIMES)]),
  );
  const endings = await Promise.all(children.map(({ ended }) => ended));
  expect(endings).toMatchObject([{ code: 0 }, { code: 0 }]);
  const backend = openLmdb({ path });
  expect(text(backend.get(bytes("count")))).toBe(String(2 * TIMES));
  backend.close();
});

test("processes that open a store that does not exist yet all get it", { timeout: 60_000 }, async () => {
  const path = join(temporaryFolder(), "store");
  const children = [1, 2, 3, 4].map(
    () => new Child(new URL("./children/incrementer.ts", import.meta.url), [path, "5"]),
  );
  const endings = await Promise.all(children.map(({ ended }) => ended));
  expect(endings.map(({ code, noise }) => [code, noise])).toEqual([1, 2, 3, 4].map(() => [0, ""]));
  const backend = openLmdb({ path });
  expect(text(backend.get(bytes("count")))).toBe("20");
  backend.close();
});

test("what another process commits is seen after one turn of the event loop", { timeout: 60_000 }, async () => {
  const path = join(temporaryFolder(), "store");
  const backend = openLmdb({ path });
  write(backend, put("count", "5"));
  expect(text(backend.get(bytes("count")))).toBe("5");
  await new Child(new URL("./children/incrementer.ts", import.meta.url), [path, "3"]).ended;
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(text(backend.get(bytes("count")))).toBe("8");
  backend.close();
});
