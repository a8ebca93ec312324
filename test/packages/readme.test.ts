import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readmeFaults } from "../../scripts/packages/readme.ts";

let folder = "";
let root = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "airssys-readme-"));
  root = join(folder, "node_modules", "some");
  await mkdir(root, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

test("a README may link its own headings and files, and other sites", async () => {
  await writeFile(join(root, "OTHER.md"), "");
  const text = "[a](#a) [b](OTHER.md#b) [c](https://example.org) `[d](../d)`\n\n```sh\n[e](../e)\n```\n";
  await writeFile(join(root, "README.md"), text);
  expect(await readmeFaults("some", folder)).toEqual([]);
});

test("a README that links out of its package, or what the package lacks, is told", async () => {
  await writeFile(join(root, "README.md"), "[a](../docs/a.md#x)\n[b](src/b.ts)\n\n[c]: ../c.md\n");
  expect(await readmeFaults("some", folder)).toEqual([
    expect.stringContaining("README.md links ../docs/a.md#x,"),
    expect.stringContaining("README.md links src/b.ts,"),
    expect.stringContaining("README.md links ../c.md,"),
  ]);
});
