import fc from "fast-check";
import { expect, test } from "vitest";
import { KEY_BYTES_MAX, keyAt, pathOf } from "./file-names.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ["component:notes:note:1", "component=notes/note=1.value"],
  ["component:notes:lists/Shopping", "component=notes/lists,^shopping.value"],
  ["a", "a.value"],
  ["a:b", "a=b.value"],
  ["a:b:", "a=b/%.value"],
  ["::x", "=/x.value"],
  ["\0ns\0app:a", "%00ns%00app=a.value"],
  ["../../etc/passwd", "%2e.,..,etc,passwd.value"],
  ["a:b:..", "a=b/%2e..value"],
  ["con", "%63on.value"],
  ["nul.txt", "%6eul.txt.value"],
  ["console", "console.value"],
  ["über all", "%c3%bcber%20all.value"],
])("the key %j has the file %s", (key, file) => {
  expect(pathOf(bytes(key)).join("/")).toBe(file);
  expect(keyAt(file.split("/"))).toEqual(bytes(key));
});

const keys = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: KEY_BYTES_MAX }),
  fc.string({ minLength: 1, maxLength: 300 }).map((text) => bytes(text)),
  fc
    .array(fc.constantFrom(":", "/", ".", "a", "A", "%", "="), { minLength: 1, maxLength: 260 })
    .map((all) => bytes(all.join(""))),
);

test("every key has a path of its own, of names that every file system tells apart, and is found from it again", () => {
  fc.assert(
    fc.property(keys, (key) => {
      const path = pathOf(key);
      for (const name of path) {
        expect(name).toMatch(/^[a-z0-9._=,%^+-]{1,255}$/);
        expect(name).not.toMatch(/^\.{1,2}$/);
      }
      expect(path.join("/").length).toBeLessThan(3_100);
      expect(keyAt(path)).toEqual(key);
    }),
  );
});

test("whatever a person names a file, it is that of the one key that has this path, or of none", () => {
  const names = fc.stringMatching(/^[a-zA-Z0-9._=,%^+-]{0,20}$/);
  const paths = fc
    .tuple(fc.array(names, { maxLength: 2 }), names)
    .map(([folders, name]) => [...folders, `${name}.value`]);
  fc.assert(
    fc.property(paths, (path) => {
      const key = keyAt(path);
      if (key !== undefined) expect(pathOf(key)).toEqual(path);
    }),
  );
});

test.each([
  "Note.value",
  "note",
  "%4.value",
  "%61.value",
  "%zz.value",
  "a+/b.value",
  ".value",
  "a=b=c.value",
  "%2E.value",
])("%s is the file of no key", (file) => {
  expect(keyAt(file.split("/"))).toBeUndefined();
});
