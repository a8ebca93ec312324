import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deadLinks } from "../../scripts/site/dead-links.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "airssys-site-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function site(files: Record<string, string>): Promise<void> {
  for (const [path, html] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), html);
  }
}

describe("a site", () => {
  test("whose pages, files and anchors are all there has no dead link", async () => {
    await site({
      "index.html": `<a href="/guide/">guide</a> <a href="./guide/index.html#a-folder">folder</a> <img src="/logo.svg">
        <a href="https://example.org/no#where">elsewhere</a> <a href="#top" id="top">top</a>`,
      "guide/index.html": `<h2 id="a-folder">A folder</h2> <a href="../api/f">f</a>`,
      "api/f.html": "",
      "logo.svg": "<svg/>",
    });
    expect(await deadLinks(folder)).toEqual([]);
  });

  test("that links a page which is not there names page and link", async () => {
    await site({ "guide/index.html": `<a href="../api/g">g</a>` });
    expect(await deadLinks(folder)).toEqual([{ page: "guide/index.html", link: "../api/g", why: "there is no api/g" }]);
  });

  test("that links an anchor which its page does not have names the anchor", async () => {
    await site({ "index.html": `<a href="/guide#b">b</a>`, "guide.html": `<p id="a">` });
    expect(await deadLinks(folder)).toEqual([
      { page: "index.html", link: "/guide#b", why: 'guide.html has no anchor "b"' },
    ]);
  });

  test("that shows an image which is not there names it", async () => {
    await site({ "index.html": `<img src="/no.svg">` });
    expect(await deadLinks(folder)).toEqual([{ page: "index.html", link: "/no.svg", why: "there is no no.svg" }]);
  });
});
