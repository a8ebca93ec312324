import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Write } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";
import { inspectDataFile } from "../src/data-file.ts";

// Whatever may take the process down is opened in another one.

async function opened(path: string): Promise<string> {
  const { code, signal, lines } = await new Child(new URL("./children/opener.ts", import.meta.url), [path]).ended;
  return signal ?? (code === 0 ? lines.join() : `exit ${code}`);
}

function storeOf(entries: number): string {
  const path = join(temporaryFolder(), "store");
  const backend = openLmdb({ path });
  for (let index = 0; index < entries; index += 50) {
    write(
      backend,
      ...Array.from({ length: 50 }, (_, more) => put(`k${index + more}`, new Uint8Array(500).fill(index))),
    );
  }
  write(backend, put("large", new Uint8Array(50_000)));
  backend.close();
  return path;
}

test.each([
  ["a text", "This is a list of things to do.\n".repeat(500)],
  ["a short text", "hi"],
  ["zeros", "\0".repeat(20_000)],
])("a data file of %s is corrupt, and stays as it is", async (_what, content) => {
  const path = temporaryFolder();
  writeFileSync(join(path, "data.mdb"), content);
  expect(await opened(path)).toBe("refused corrupt");
  expect(readFileSync(join(path, "data.mdb"), "utf8")).toBe(content);
});

test("an empty data file is a store that has not begun", async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, "data.mdb"), "");
  expect(await opened(path)).toBe("entries 0");
});

test("a data file of another format version is told from a damaged one", async () => {
  const path = storeOf(0);
  const file = join(path, "data.mdb");
  const content = readFileSync(file);
  content.writeUInt32LE(3, 28);
  writeFileSync(file, content);
  expect(await opened(path)).toBe("refused version");
});

test("an environment of somebody else, without our data, is corrupt for who may not write to it, each time", () => {
  const path = temporaryFolder();
  const fresh = openLmdb({ path: join(path, "store") });
  fresh.close();
  const file = join(path, "data.mdb");
  const content = readFileSync(join(path, "store", "data.mdb"));
  content.writeBigUInt64LE(0xffff_ffff_ffff_ffffn, 136); // the root of the main database: none
  content.writeBigUInt64LE(0xffff_ffff_ffff_ffffn, 4_096 + 136);
  writeFileSync(file, content);
  for (let times = 0; times < 2; times++) {
    expect(() => openLmdb({ path, readOnly: true })).toThrow(expect.objectContaining({ code: "corrupt" }));
  }
});

test("a data file that was cut off is corrupt, wherever it was cut", { timeout: 60_000 }, async () => {
  const path = storeOf(1_000);
  const whole = statSync(join(path, "data.mdb")).size;
  expect(await opened(path)).toBe("entries 1000");
  for (const size of [whole - 4_096, Math.floor(whole / 2), 12_288, 8_192, 5_000, 4_096, 100]) {
    const cut = temporaryFolder();
    copyFileSync(join(path, "data.mdb"), join(cut, "data.mdb"));
    truncateSync(join(cut, "data.mdb"), size);
    expect([size, await opened(cut)]).toEqual([size, "refused corrupt"]);
    expect(statSync(join(cut, "data.mdb")).size).toBe(size);
  }
});

test("a data file that was cut off and has damaged pages is corrupt, whatever the pages say", () => {
  const path = storeOf(1_000);
  const file = join(path, "data.mdb");
  truncateSync(file, statSync(file).size - 4 * 4_096);
  const cut = readFileSync(file);
  const pages = Array.from({ length: cut.length / 4_096 - 2 }, (_, index) => (index + 2) * 4_096);
  const damages: readonly ((content: Buffer, page: number) => void)[] = [
    (content, page) => content.fill(0xff, page + 20, page + 80),
    (content, page) => content.fill(0xff, page + 18, page + 26), // flags, number of nodes and the first offset
    // A node whose head is cut off by the end of the page.
    (content, page) => content.writeUInt16LE(4_090 - 24, page + 24),
    (content, page) => content.fill(0xff, page + 1_024, page + 4_096), // what the nodes say
  ];
  for (const damage of damages) {
    const content = Buffer.from(cut);
    for (const page of pages) damage(content, page);
    writeFileSync(file, content);
    expect(() => inspectDataFile(file)).toThrow(expect.objectContaining({ name: "BackendError", code: "corrupt" }));
  }
});

test("every state that commits leave can be opened, also when its last pages are free and were never written", () => {
  const path = join(temporaryFolder(), "store");
  const backend = openLmdb({ path });
  const draw = randomBatches();
  let shorter = 0;
  for (let commits = 0; commits < 600; commits++) {
    backend.commit({ checks: [], writes: draw() });
    inspectDataFile(join(path, "data.mdb"));
    if (isShorterThanItsPages(join(path, "data.mdb"))) shorter++;
  }
  const entries = backend.stats().entries ?? -1;
  backend.close();
  expect(shorter).toBeGreaterThan(0); // or this test would say nothing
  const again = openLmdb({ path });
  expect(again.scan({ valueBytesMax: 0 }).entries).toHaveLength(entries);
  again.close();
});

/** Batches that let trees grow and shrink, the same ones each time. */
function randomBatches(): () => Write[] {
  let state = 7;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const key = () => bytes(`k${random(700)}`);
  const draw = (): Write => {
    const kind = random(10);
    if (kind < 6)
      return { type: "put", key: key(), value: new Uint8Array(random(20) === 0 ? random(60_000) : random(600)) };
    return kind < 9 ? { type: "delete", key: key() } : { type: "delete-range", gte: key(), lt: key() };
  };
  return () => Array.from({ length: random(random(10) === 0 ? 300 : 20) }, draw);
}

function isShorterThanItsPages(file: string): boolean {
  const head = readFileSync(file);
  const [first, second] = [0, 4_096].map((page) => ({
    last: head.readBigUInt64LE(page + 144),
    transaction: head.readBigUInt64LE(page + 152),
  }));
  if (first === undefined || second === undefined) return false;
  const { last } = first.transaction > second.transaction ? first : second;
  return head.length < (Number(last) + 1) * 4_096;
}

test("a path that is a file, or lies below one, is an io error", () => {
  const folder = temporaryFolder();
  const file = join(folder, "file");
  writeFileSync(file, "text");
  for (const path of [file, join(file, "store")]) {
    expect(() => openLmdb({ path })).toThrow(expect.objectContaining({ name: "BackendError", code: "io" }));
  }
  expect(readFileSync(file, "utf8")).toBe("text");
});

test("a data file that is a folder is an io error", () => {
  const path = temporaryFolder();
  mkdirSync(join(path, "data.mdb"));
  expect(() => openLmdb({ path })).toThrow(expect.objectContaining({ name: "BackendError", code: "io" }));
});

test("a store that is missing is an io error for who may not create it, and is not created", () => {
  const path = join(temporaryFolder(), "store");
  expect(() => openLmdb({ path, readOnly: true })).toThrow(
    expect.objectContaining({ name: "BackendError", code: "io" }),
  );
  expect(existsSync(path)).toBe(false);
});
