import { once } from "node:events";
import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { openStore } from "@airssys/host";
import { Child } from "@airssys/test-kit/child";
import { expect, it } from "vitest";
import { airssys, bytes, makeStore, stored, temporaryFolder } from "./command-line.ts";

const freshAddress = () => `lmdb:${join(temporaryFolder(), "target")}`;

it("copies a store, and tells the digests that are the same on both sides", async () => {
  const [from, to] = [makeStore(), freshAddress()];
  const { code, out, err } = await airssys(["migrate", from, to]);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^namespace +keys +stored +version +SHA-256\napp:shop +1 +20 B +1 +[0-9a-f]{16}\ncomponent:notes +5 /,
  );
  expect(err).toMatch(/^airssys: 6 keys, \d+ B, the same on both sides, in 1 pass and \d+ ms\n$/);
  expect(stored(to, "component:notes", "plain")).toBe("some text");
  expect((await airssys(["quota", "app:shop", "--store", to])).out).toBe("1.0 MB\n");
  const again = await airssys(["migrate", to, freshAddress(), "--json"]);
  const digests = (JSON.parse(again.out) as { namespaces: { digest: string }[] }).namespaces.map(({ digest }) =>
    digest.slice(0, 16),
  );
  expect(digests.every((digest) => out.includes(digest))).toBe(true);
});

it("refuses a target that holds data, and a source that is not there", async () => {
  const [from, to] = [makeStore(), makeStore()];
  expect(await airssys(["migrate", from, to])).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining("the target holds data"),
  });
  const absent = await airssys(["migrate", freshAddress(), freshAddress()]);
  expect(absent).toMatchObject({ code: 3, err: expect.stringContaining("there is no store at") });
});

it("stops when it is interrupted, and goes on when it is called again", async () => {
  const [from, to] = [makeStore(), freshAddress()];
  const interrupted = await airssys(["migrate", from, to], { signal: AbortSignal.abort() });
  expect(interrupted).toMatchObject({ code: 130, err: "airssys: the migration was aborted; migrate again to go on\n" });
  const refused = await airssys(["ls", "--store", to]);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("a migration into this store has not ended") });
  expect(await airssys(["migrate", from, to])).toMatchObject({ code: 0 });
  expect(stored(to, "app:shop", "a")).toBe("1");
});

it("goes on after it was killed, again and again", async () => {
  const KEYS = 20_000;
  const from = makeStore((namespaces) => {
    for (let begin = 0; begin < KEYS; begin += 10_000)
      namespaces.open("app:many").transaction((transaction) => {
        for (let index = begin; index < begin + 10_000; index++)
          transaction.set(`key/${index}`, bytes(`value ${index}`));
      });
  });
  const to = freshAddress();
  const place = to.slice("lmdb:".length);
  const reader = openLmdb({ path: place });
  const entries = () => reader.stats().entries ?? 0;
  let isWhole = false;
  for (let kills = 0; kills < 2; kills++) {
    const before = entries();
    const child = new Child(new URL("../src/cli.ts", import.meta.url), ["migrate", from, to]);
    await expect.poll(entries, { timeout: 60_000, interval: 2 }).toBeGreaterThan(Math.min(before + 2_000, KEYS));
    child.process.kill("SIGKILL");
    await once(child.process, "close");
    isWhole = openIfWhole(reader);
    if (isWhole) break;
  }
  if (!isWhole) expect(await airssys(["migrate", from, to])).toMatchObject({ code: 0 });
  expect(openStore({ backend: reader }).open("app:many").verify()).toMatchObject({
    faults: [],
    counted: { keys: KEYS },
  });
  reader.close();
});

function openIfWhole(backend: ReturnType<typeof openLmdb>): boolean {
  try {
    openStore({ backend });
    return true;
  } catch {
    return false;
  }
}
