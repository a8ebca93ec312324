import { expect, it } from "vitest";
import { formatTable } from "./table.ts";

const COLUMNS = [{ name: "key" }, { name: "size", align: "right" }, { name: "value" }] as const;

it("lines columns up, with the widest cut to the terminal", () => {
  const rows = [
    ["a", "10 B", "x".repeat(100)],
    ["long key", "1 B", "y"],
  ];
  expect(formatTable(COLUMNS, rows, 40)).toBe(
    `key       size  value\na         10 B  ${"x".repeat(23)}…\nlong key   1 B  y\n`,
  );
});

it("counts wide characters as the terminal shows them, and makes cells printable", () => {
  const lines = formatTable(COLUMNS, [["键".repeat(30), "1 B", "a\u001b[2J\nb"]], 40).split("\n");
  expect(lines[1]).toMatch(/^键+…/);
  expect(lines[1]).toContain("a\\u001b");
  expect(lines).toHaveLength(3);
});

it("keeps every column where the terminal is too narrow for all of them", () => {
  const [head] = formatTable(COLUMNS, [["a".repeat(50), "b".repeat(50), "c".repeat(50)]], 10).split("\n");
  expect(head).toBe("key           size  value");
});
