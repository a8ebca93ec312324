import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { decodeKey, endOfKey } from "@airssys/storage/keys";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { raw, reset } from "../../storage/test/host-binding.ts";
import * as collections from "../src/index.ts";
import { positionOf, positionText } from "../src/keys/position.ts";

const DOCUMENTED = new URL("../../../docs/formats/collections.vectors.json", import.meta.url);

interface Vector {
  /** TypeScript that makes a collection and puts something into it. */
  readonly code: string;
  /** Everything that is stored then. */
  readonly stored: Readonly<Record<string, string>>;
}

const vectors: readonly Vector[] = JSON.parse(readFileSync(DOCUMENTED, "utf8"));

beforeEach(reset);

test.each(vectors)("$code is stored as documented", ({ code, stored }) => {
  const names = Object.keys(collections);
  const values = Object.values(collections);
  new Function(...names, code)(...values);
  expect(Object.fromEntries(raw.keys().map((key) => [key, new TextDecoder().decode(raw.get(key))]))).toEqual(stored);
});

test("the page about the format has every vector", () => {
  const page = readFileSync(new URL("./collections.md", DOCUMENTED), "utf8");
  // The vectors are JavaScript, for readers in any language; the page has types, as in a component.
  const untyped = page.replace(/```ts\n(.*?)```/gs, (_block, code: string) => stripTypeScriptTypes(code));
  for (const { code, stored } of vectors) {
    expect(unformatted(untyped)).toContain(unformatted(code));
    for (const [key, value] of Object.entries(stored)) {
      expect(page).toContain(`\`${key}\``);
      if (value !== "") expect(page).toContain(`\`${value}\``);
    }
  }
});

/** Code as it is before a formatter breaks its lines. */
function unformatted(code: string): string {
  return code.replaceAll(/[\s;]/g, "").replaceAll(/,(?=[)}\]])/g, "");
}

test("positions sort like their numbers, and come back", () => {
  const position = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -1_000, max: 1_000 }));
  fc.assert(
    fc.property(position, position, (left, right) => {
      expect(positionOf(positionText(left))).toBe(left);
      expect(positionText(left) < positionText(right)).toBe(left < right);
    }),
    { numRuns: 5_000 },
  );
});

test.each(["", "a", "a01", "b9", "a-1", "Z9x", "q12345678901234567", "a0!", "A"])("%j is no position", (text) => {
  expect(() => positionOf(text)).toThrow(expect.objectContaining({ code: "invalid-key" }));
});

test("an encoded key ends where its own ! is, whatever comes behind it", () => {
  const keys: { key: string }[] = JSON.parse(readFileSync(new URL("./keys.vectors.json", DOCUMENTED), "utf8"));
  for (const { key } of keys) {
    expect(() => decodeKey(key)).not.toThrow();
    for (const rest of ["", "!", "!b", "!!", '!"Ta!', "! x"]) expect(endOfKey(key + rest)).toBe(key.length);
    for (const { key: other } of keys) {
      if (other !== key) expect(`${other}!`.startsWith(`${key}!`)).toBe(false);
    }
  }
});
