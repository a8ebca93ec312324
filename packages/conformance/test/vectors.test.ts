import { readFileSync } from "node:fs";
import { openMemory } from "@airssys/backend/memory";
import { type Grants, openHost } from "@airssys/host";
import { keyFault } from "@airssys/protocol";
import { describe, expect, test } from "vitest";

function vectors<Item>(name: string): readonly Item[] {
  return JSON.parse(readFileSync(new URL(`../../../docs/formats/${name}.vectors.json`, import.meta.url), "utf8"));
}

const GRANTS: Grants = { access: "admin", quotaBytes: 1_000_000 };
const open = () => openHost({ backend: openMemory(), telemetry: false });

/** A text, or its code units where it is none: JSON of other languages has no lone surrogates. */
const toText = (key: string | readonly number[]) => (typeof key === "string" ? key : String.fromCharCode(...key));

test.each(vectors<{ key: string | number[]; valid: boolean }>("key-grammar"))("the key $key", ({ key, valid }) => {
  expect(keyFault(toText(key)) === undefined).toBe(valid);
  const { storageSet } = open().bind("a", GRANTS).imports["airssys:wasm/storage"];
  expect(storageSet(toText(key), new Uint8Array())).toMatchObject(
    valid ? { tag: "ok" } : { val: { tag: "invalid-key" } },
  );
});

test.each(["key-grammar", "order", "json-lines", "cursors", "keys", "collections", "envelope"])(
  "the texts of %s are Unicode, which every parser of JSON can read",
  (name) => {
    const areTexts = (value: unknown): boolean => {
      if (typeof value === "string") return value.isWellFormed();
      return typeof value !== "object" || value === null || Object.entries(value).flat().every(areTexts);
    };
    expect(areTexts(vectors(name))).toBe(true);
  },
);

test("keys are listed in the order of the vectors", () => {
  const keys = vectors<string>("order");
  const { storageSet, storageKeys } = open().bind("a", GRANTS).imports["airssys:wasm/storage"];
  for (const key of keys.toReversed()) storageSet(key, new Uint8Array());
  expect(storageKeys(undefined)).toEqual({ tag: "ok", val: keys });
});

interface Lines {
  readonly text: string;
  readonly entries?: readonly { key: string; value: string; expiresAt?: number }[];
  readonly error?: string;
}

test.each(vectors<Lines>("json-lines"))("an import of $text", ({ text, entries, error }) => {
  const { storageImport, storageExport } = open().bind("a", GRANTS).imports["airssys:wasm/storage-transfer"];
  const result = storageImport(text);
  if (error !== undefined) expect(result).toMatchObject({ tag: "err", val: { tag: error } });
  const { val } = storageExport(undefined) as { val: { lines: string } };
  const lines = val.lines.split("\n").slice(0, -1);
  expect(lines.map((line) => JSON.parse(line))).toEqual(entries ?? []);
});

const KEYS = ["a", "a/1", "a/2", "a/3", "a0", "b", "c"];

interface Page {
  readonly range: { readonly prefix?: string; readonly start?: string; readonly end?: string };
  readonly reverse: boolean;
  readonly limit?: number;
}
interface Cursor {
  readonly name: string;
  readonly from: Page;
  readonly used: Page & { readonly component?: string; readonly alteration?: string };
  readonly keys?: readonly string[];
  readonly error?: string;
}

describe("a cursor", () => {
  test.each(vectors<Cursor>("cursors"))("used with $name", ({ from, used, keys, error }) => {
    const host = open();
    const ranges = (id: string) => {
      const { imports } = host.bind(id, GRANTS);
      for (const key of KEYS) imports["airssys:wasm/storage"].storageSet(key, new Uint8Array());
      return imports["airssys:wasm/storage-ranges"];
    };
    const { val } = ranges("a").storageRangeKeys(from.range, from, undefined) as { val: { cursor: string } };
    const result = ranges(used.component ?? "a").storageRangeKeys(
      used.range,
      used,
      altered(val.cursor, used.alteration),
    );
    if (error === undefined) expect(result).toMatchObject({ tag: "ok", val: { keys } });
    else expect(result).toMatchObject({ tag: "err", val: { tag: error } });
  });
});

function altered(cursor: string, alteration: string | undefined): string {
  const replaced = (at: number) => cursor.slice(0, at) + (cursor[at] === "A" ? "B" : "A") + cursor.slice(at + 1);
  const inserted = (text: string) => cursor.slice(0, cursor.length >> 1) + text + cursor.slice(cursor.length >> 1);
  switch (alteration) {
    case undefined:
      return cursor;
    case "first character":
      return replaced(0);
    case "last character":
      return replaced(cursor.length - 1);
    case "middle character":
      return replaced(cursor.length >> 1);
    case "cut by one":
      return cursor.slice(0, -1);
    case "one more character":
      return `${cursor}A`;
    case "twice":
      return cursor + cursor;
    case "a blank before":
      return ` ${cursor}`;
    case "a blank after":
      return `${cursor} `;
    case "a line feed after":
      return `${cursor}\n`;
    case "an = after":
      return `${cursor}=`;
    case "two = after":
      return `${cursor}==`;
    case "a zero byte after":
      return `${cursor}\0`;
    case "a ! in the middle":
      return inserted("!");
    case "a blank in the middle":
      return inserted(" ");
    case "other case":
      return cursor === cursor.toUpperCase() ? cursor.toLowerCase() : cursor.toUpperCase();
    case "empty":
      return "";
    case "made up":
      return "a/2";
    default:
      throw new Error(`no alteration: ${alteration}`);
  }
}
