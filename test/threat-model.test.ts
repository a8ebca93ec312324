import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), "utf8");

/** The files of tests that a document names. */
const testsNamed = (path: string) => [...new Set(text(path).match(/\b[a-z-]+\/(?:test|src)\/[\w/-]+\.test\.ts/g))];

describe("what is promised of security", () => {
  it.each(["docs/threat-model.md", "SECURITY.md"])("names tests that there are: %s", (document) => {
    const named = testsNamed(document);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(new URL(`packages/${path}`, root)))).toEqual([]);
  });

  it("has a proof for each door, or says that there is none", () => {
    const doors = text("docs/threat-model.md")
      .split("\n")
      .filter((line) => line.startsWith("| ") && !/^\| (?:door|-)/.test(line));
    expect(doors.length).toBeGreaterThan(25);
    expect(doors.filter((row) => !/\.test\.ts`|\| none +\|$/.test(row))).toEqual([]);
  });
});
