import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManifestError, parseManifest } from "../src/index.ts";

const COMPONENT = '[component]\nid = "notes"\nversion = "1.0.0"\n';
const MESSAGE_MAX = 30_000;

/** The error of a manifest, or `undefined` if it is fine. Whatever else is thrown fails the test. */
function errorOf(text: string): ManifestError | undefined {
  try {
    parseManifest(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    expect(error.message.length).toBeLessThan(MESSAGE_MAX);
    expect(error.faults.length).toBeLessThanOrEqual(50);
    for (const { path, message } of error.faults) {
      expect([path.length <= 200, message.length <= 300]).toEqual([true, true]);
      expect(`${path}${message}`).not.toMatch(/\p{Cc}/u);
    }
    return error;
  }
}

describe("a manifest with a name of JavaScript's own", () => {
  it.each([
    ["[__proto__]\nx = 1", "__proto__"],
    ["[constructor]\nx = 1", "constructor"],
    ["[permissions.__proto__]\nstorage = 1", "permissions.__proto__"],
    ["[permissions.constructor]\nx = 1", "permissions.constructor"],
    ['[permissions.storage]\naccess = "none"\n"__proto__" = 1', "permissions.storage.__proto__"],
    ['[permissions.namespaces]\n"__proto__" = { access = "admin" }', "permissions.namespaces.__proto__"],
    ['[permissions.namespaces]\nconstructor = { access = "admin" }', "permissions.namespaces.constructor"],
    [
      '[permissions.namespaces."app:a"]\naccess = "admin"\n__proto__.keys = ["a"]',
      "permissions.namespaces.app:a.__proto__",
    ],
    ['[limits]\n__proto__.memory = "1MB"', "limits.__proto__"],
    ["[metadata.__proto__]\na = 1", "metadata.__proto__"],
    ["[metadata.build]\na = [{ b = { prototype = 1 } }]", "metadata.build.a.0.b.prototype"],
    ['[metadata]\n"constructor" = 1', "metadata.constructor"],
  ])("gets one fault that names it: %s", (text, path) => {
    const error = errorOf(COMPONENT + text);
    expect(error?.faults.map((fault) => fault.path)).toEqual([path]);
    expect(error?.faults[0]?.message).toContain("is reserved by JavaScript");
  });

  it("reports its other faults too, and changes no object", () => {
    const error = errorOf(`${COMPONENT}[permissions.__proto__]\naccess = "admin"\n[other]\nx = 1`);
    expect(error?.faults.map(({ path }) => path)).toEqual(["permissions.__proto__", "other"]);
    expect(({} as { access?: string }).access).toBeUndefined();
  });
});

describe("a hostile manifest", () => {
  it.each([
    ["a name of 200 000 characters", `${COMPONENT}"${"x".repeat(200_000)}" = 1`],
    ["an id of 200 000 characters", COMPONENT.replace("notes", "n".repeat(200_000))],
    ["20 000 faults", `${COMPONENT}[permissions.namespaces]\n${numbered(20_000, (index) => `k${index} = 1`)}`],
    ["20 000 key patterns", `${COMPONENT}[permissions.storage]\naccess = "none"\nkeys = [${'"a\\n",'.repeat(20_000)}]`],
    [
      "20 000 names of JavaScript's own",
      `${COMPONENT}[metadata]\n${numbered(20_000, (index) => `${index}.__proto__ = 1`)}`,
    ],
    ["arrays in arrays", `${COMPONENT}[metadata]\na = ${"[".repeat(100_000)}`],
    ["tables in tables", `${COMPONENT}[metadata]\na = ${"{a=".repeat(50_000)}`],
    ["a name of JavaScript's own far inside", `${COMPONENT}[metadata]\n${"a.".repeat(50_000)}__proto__ = 1`],
    ["a number out of range", `${COMPONENT}[limits]\nmemory = 99999999999999999999`],
    ["a number of 100 000 digits", `${COMPONENT}[metadata]\na = ${"9".repeat(100_000)}`],
    ["a number that is none", `${COMPONENT}[limits]\nmemory = nan`],
    ["no date", `${COMPONENT}[metadata]\na = 2024-13-45T99:99:99Z`],
    ["a date for a size", `${COMPONENT}[limits]\nmemory = 1979-05-27`],
    ["a component that is a list", "[[component]]\nid = 1"],
    ["a zero character", "\0"],
    ["a lone carriage return", `${COMPONENT}a = "\r"`],
    ["megabytes of faults", COMPONENT + numbered(500_000, (index) => `k${index} = 1`)],
  ])("is refused with a short ManifestError: %s", (_name, text) => {
    expect(errorOf(text)).toBeInstanceOf(ManifestError);
  });

  it("lists 50 faults, and says how many more there are", () => {
    const error = errorOf(`[permissions.storage]\naccess = "none"\nkeys = [${'"",'.repeat(99)}]\n`);
    expect(error?.faults).toHaveLength(50);
    expect(error?.message.split("\n")).toHaveLength(52);
    expect(error?.message).toMatch(/\n {2}and 50 more$/);
  });

  it("cannot forge a line of a log", () => {
    const error = errorOf(`${COMPONENT}"a\\nWARN all is well\\u2028" = 1`);
    expect(error?.message.split("\n")).toHaveLength(2);
    expect(error?.faults[0]?.path).toBe("component.aU+000aWARN all is wellU+2028");
  });

  it("may have up to 262 144 characters, metadata included", () => {
    const text = (length: number) => `${COMPONENT}[metadata]\na = "${"x".repeat(length)}"`;
    const room = 262_144 - text(0).length;
    expect(errorOf(text(room))).toBeUndefined();
    expect(errorOf(text(room + 1))?.faults).toEqual([
      { path: "(the whole file)", message: "expected at most 262144 characters, got 262145" },
    ]);
  });

  it("is valid or throws a ManifestError, whatever it contains", () => {
    const names = fc.constantFrom(
      "component",
      "permissions",
      "storage",
      "namespaces",
      "id",
      "access",
      "keys",
      "__proto__",
      "constructor",
      "limits",
      "memory",
      "metadata",
      '"app:a"',
      '""',
      "'\u2028'",
      "toString",
      "hasOwnProperty",
      "valueOf",
    );
    const path = fc.array(names, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));
    const values = fc.constantFrom(
      '"admin"',
      '"10MB"',
      "1",
      "-1",
      "inf",
      "nan",
      "true",
      "[]",
      "{}",
      '["a*"]',
      "1979-05-27",
      "07:32:00",
      "1e400",
      "0x10",
      '{ access = "admin" }',
      "{ __proto__ = 1 }",
      "[[[]]]",
      '"""\n"""',
      "",
    );
    const lines = fc.oneof(
      fc.tuple(path, values).map(([name, value]) => `${name} = ${value}`),
      path.map((name) => `[${name}]`),
      path.map((name) => `[[${name}]]`),
      fc.string({ maxLength: 12 }),
    );
    const text = fc.tuple(fc.boolean(), fc.array(lines, { maxLength: 12 }));
    fc.assert(
      fc.property(text, ([isComponent, all]) => void errorOf((isComponent ? COMPONENT : "") + all.join("\n"))),
      {
        numRuns: 2_000,
      },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

function numbered(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}
