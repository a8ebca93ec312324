import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FOLDER = join(import.meta.dirname, "..", "..", ".changeset");

test("release notes link nothing by a relative path: they become changelogs in other folders", () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".md") && name !== "README.md");
  const links = names.flatMap((name) =>
    Array.from(
      readFileSync(join(FOLDER, name), "utf8").matchAll(/\]\((?!#|[a-z]+:)([^)]*)\)/g),
      ([, link]) => `${name}: ${link}`,
    ),
  );
  expect(links).toEqual([]);
});
