import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { airssys, bytes, makeStore, temporaryFolder } from "./command-line.ts";

/** Characters that no output may hold: those of control and format but line feeds, and those that separate lines. */
const FORBIDDEN = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;

const NASTY = [
  "\u001b[31mred\u001b[0m",
  "\u001b]0;title\u0007",
  "\u009b2J",
  "line\r\nfeed\u0085",
  "\u202egnp.exe",
  "\u2066a\u2069\u200f\ufeff",
  "\u007f\u0008\u0000",
  "\u{e0041}tag",
];

/** Keys may have no control characters, and anything else. */
const NASTY_KEYS = ["\u202egnp.exe", "a\u2066b\u2069", "\u200fkey", "zero\u200bwidth", "\u2028sep", "\u{e0041}tag"];

const COMMANDS = (key: string): string[][] => [
  ["ls"],
  ["keys", "app:a"],
  ["keys", "app:a", "--json"],
  ["keys", "app:a", "--collections"],
  ["scan", "app:a"],
  ["scan", "app:a", "--json"],
  ["get", "app:a", key],
  ["get", "app:a", key, "--json"],
  ["get", "app:a", key, "--details"],
  ["get", "app:a", `${key}?`],
  ["set", "app:a", key, "x", "--dry-run"],
  ["delete", "app:a", key, "--dry-run"],
  ["export", "app:a"],
  ["verify"],
];

async function requireHarmless(store: string, key: string): Promise<void> {
  for (const args of COMMANDS(key)) {
    const { out, err } = await airssys([...args, "--store", store], { isTerminal: true });
    expect(FORBIDDEN.exec(out + err)?.[0], args.join(" ")).toBeUndefined();
    if (!args.includes("--collections")) expect(out + err, args.join(" ")).not.toBe("");
  }
}

describe("bytes of a hostile component", () => {
  it("never reach the terminal as controls", async () => {
    const store = makeStore((namespaces) => {
      NASTY_KEYS.forEach((key, index) => {
        namespaces.open("app:a").set(key, bytes(NASTY[index] ?? ""));
        namespaces.open("app:a").set(`${key}!m${key}`, bytes(JSON.stringify({ [NASTY[index] ?? ""]: NASTY })));
      });
      for (const [index, text] of NASTY.entries()) namespaces.open("app:a").set(`value/${index}`, bytes(text));
    });
    for (const key of NASTY_KEYS) await requireHarmless(store, key);
  });

  it("never do so, whatever they are", async () => {
    const text = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
    const key = text.filter((each) => /^[^\p{Cc}\p{Cs}]+$/u.test(each) && each.isWellFormed());
    const value = fc.oneof(
      fc.uint8Array({ maxLength: 24 }),
      text.map(bytes),
      text.map((each) => bytes(JSON.stringify(each))),
    );
    const entries = fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 20 });
    const property = fc.asyncProperty(entries, async (all) => {
      const store = makeStore((namespaces) => {
        for (const [name, stored] of all) namespaces.open("app:a").set(name, stored);
      });
      for (const [name] of all.slice(0, 1)) await requireHarmless(store, name);
    });
    await fc.assert(property, { numRuns: 5 });
  });

  it("never do so in what a file is refused with", async () => {
    const file = join(temporaryFolder(), "lines.jsonl");
    for (const nasty of NASTY) {
      writeFileSync(file, `{"key":"a","value":"","${nasty}":1}\n`);
      const { err } = await airssys(["import", "app:a", file, "--store", makeStore()], { isTerminal: true });
      expect(err).toContain("line 1");
      expect(FORBIDDEN.exec(err.replaceAll("\r\u001b[K", ""))?.[0]).toBeUndefined();
    }
  });
});
