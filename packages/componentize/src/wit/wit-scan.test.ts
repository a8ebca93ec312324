import fc from "fast-check";
import { expect, test } from "vitest";
import { blankComments, namedPackages, packageLine, worldNames } from "./wit-scan.ts";

test("comments become spaces and everything keeps its place", () => {
  expect(blankComments("a // b\nc /* d\ne */ f")).toBe("a     \nc     \n     f");
});

test("block comments nest", () => {
  expect(blankComments("/* a /* b */ c */d")).toBe(`${" ".repeat(17)}d`);
});

test("a comment that never ends reaches to the end", () => {
  expect(blankComments("a /* b")).toBe("a     ");
  expect(blankComments("a // b")).toBe("a     ");
});

test("lines and length stay as they are, whatever the text", () => {
  const texts = fc.string({ unit: fc.constantFrom("/", "*", "\n", "a", " ") });
  fc.assert(
    fc.property(texts, (text) => {
      const blanked = blankComments(text);
      expect(blanked.length).toBe(text.length);
      expect(blanked.split("\n").length).toBe(text.split("\n").length);
    }),
  );
});

test("the package line is found, but not in a comment and not as a block", () => {
  expect(packageLine("// package a:b;\n/// doc\npackage c:d-e@1.2.3-rc.1;\n")).toEqual({
    id: "c:d-e@1.2.3-rc.1",
    start: 24,
    end: 49,
  });
  expect(packageLine("package a:b { }")).toBeUndefined();
  expect(packageLine("interface i { }")).toBeUndefined();
});

test("worlds are found, but not in a comment and not as a word", () => {
  expect(worldNames("world a-b { }\n// world c { }\nworld %d{}\ninterface the-world { }")).toEqual(["a-b", "d"]);
});

test("packages that are named are found, whatever follows, but not in a comment", () => {
  const text = "import a:b/c@0.2.0-draft2;\nuse d-e:f/g@1.0.0.{h};\n// import i:j/k@1.0.0;\nimport l:m/n;\nimport o;";
  expect(namedPackages(text)).toEqual(["a:b@0.2.0-draft2", "d-e:f@1.0.0"]);
});
