import { describe, expect, it } from "vitest";
import { rootSourceMap, SourceTrace } from "./source-trace.ts";

/** Line 1, column 0 of the code comes from line 3, column 4 of `src/notes.ts`; its line 2 comes from nowhere. */
const MAP = JSON.stringify({
  version: 3,
  sources: ["src/notes.ts"],
  sourcesContent: ["// notes\n\n    fail();\n"],
  names: [],
  mappings: "AAEI",
});

describe("a position in the code of a component", () => {
  const trace = new SourceTrace(MAP);

  it.each([
    ["boom@component.js:1:1\n", "boom@src/notes.ts:3:5\n"],
    ["boom@component.js:1:900", "boom@src/notes.ts:3:5"],
    ["component.js:1:1 and component.js:1:1", "src/notes.ts:3:5 and src/notes.ts:3:5"],
  ])("is replaced by the place in the author's file: %j", (text, mapped) => {
    expect(trace.mapped(text)).toBe(mapped);
  });

  it.each([
    "component.js:2:1",
    "component.js:0:0",
    "component.js:99999999999999999999:1",
    "component.js:1",
    "mycomponent.js:1:1",
    "other.js:1:1",
    "component_js:1:1",
    "",
  ])("stays as it is where nothing is known of it: %j", (text) => {
    expect(trace.mapped(text)).toBe(text);
  });

  it("is that of another name where the code has one", () => {
    const named = new SourceTrace(MAP, { name: "a/b+c.js", fileOf: (source) => `/home/${source}` });
    expect(named.mapped("a/b+c.js:1:1 component.js:1:1")).toBe("/home/src/notes.ts:3:5 component.js:1:1");
  });

  it("has a file whose text the map may have", () => {
    expect(trace.files).toEqual(["src/notes.ts"]);
    expect(trace.textOf("src/notes.ts")).toContain("fail()");
    expect(trace.textOf("src/other.ts")).toBeUndefined();
  });
});

describe("a source map", () => {
  it.each(["", "null", "[]", "{", '"text"', "{}", '{"version":3}', '{"version":2,"sources":[],"mappings":""}'])(
    "that is none is an argument error: %s",
    (text) => {
      expect(() => new SourceTrace(text)).toThrow(new TypeError("a source map, version 3, as JSON was expected"));
    },
  );

  it("is found from another folder", () => {
    const named = (sourceMap: string) => new SourceTrace(sourceMap).mapped("component.js:1:1");
    expect(named(rootSourceMap(MAP, "../notes"))).toBe("../notes/src/notes.ts:3:5");
    expect(named(rootSourceMap(MAP, "/home/notes/"))).toBe("/home/notes/src/notes.ts:3:5");
    expect(named(rootSourceMap(rootSourceMap(MAP, ".."), "/home/notes"))).toBe("/home/src/notes.ts:3:5");
    expect(named(rootSourceMap(rootSourceMap(MAP, "/home"), "/elsewhere"))).toBe("/home/src/notes.ts:3:5");
  });
});
