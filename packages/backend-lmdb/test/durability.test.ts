import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { expect, test } from "vitest";
import { bytes, text } from "./text.ts";

const KILLS = 20;

test(`after each of ${KILLS} SIGKILLs everything acknowledged is there, whole and in order`, {
  timeout: 60_000,
}, async () => {
  const path = join(temporaryFolder(), "store");
  let acknowledged = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const child = new Child(new URL("./children/committer.ts", import.meta.url), [path]);
    await child.spoken();
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
    child.process.kill("SIGKILL");
    const { signal, lines, noise } = await child.ended;
    expect([signal, noise]).toEqual(["SIGKILL", ""]);
    const last = Number(lines.at(-1));
    expect(last).toBeGreaterThan(acknowledged);
    acknowledged = last;
    expectWhole(path, acknowledged);
  }
});

/** The store holds the commits 1 to `acknowledged`, perhaps the one after, and none in part. */
function expectWhole(path: string, acknowledged: number): void {
  const backend = openLmdb({ path });
  const [a, m, z] = backend.getMany(["a", "m", "z"].map(bytes)).map(text);
  expect([m, z]).toEqual([a, a]);
  const committed = Number(a);
  expect([acknowledged, acknowledged + 1]).toContain(committed);
  for (let next = 1, gte = bytes("record/"); ; ) {
    const { entries, isLast } = backend.scan({ gte, lt: bytes("record0") });
    for (const { key, value } of entries) {
      expect(text(key)).toBe(`record/${String(next).padStart(8, "0")}`);
      const record = new Uint8Array((next * 37) % 9_000).fill(next % 256);
      expect(Buffer.compare(value, record)).toBe(0);
      next++;
    }
    if (isLast) {
      expect(next - 1).toBe(committed);
      break;
    }
    gte = bytes(`record/${String(next).padStart(8, "0")}`);
  }
  backend.close();
}
