import type { Instance } from "@airssys/runtime";
import { describe, expect, it } from "vitest";
import { startCodeGuests } from "./code-guest.ts";

const guests = startCodeGuests();
const { expectSame } = guests;

describe("the output of a guest", () => {
  it.each([
    "'a', 1, true, null, undefined, 5n, -0, NaN, 1.5",
    "{ a: 1, b: 'x', c: [1, 'y', { d: 1 }], e: undefined, f() {}, [Symbol('s')]: 1, 'a-b': 1, get g() { return 1 } }",
    "[], {}, [[]], { a: [] }, { a: {} }, [, 1], [undefined, null], ''",
    "() => 1, function named() {}, class A {}, Object.assign(() => 1, { x: 1 })",
    "Symbol('q'), Symbol(), Symbol.iterator",
    "new Map([['a', 1]]), new Set([1, 'b']), new Map(), new Set(), new WeakMap(), new WeakSet()",
    "new Uint8Array([1, 2]), new Int8Array(), new ArrayBuffer(2), new DataView(new ArrayBuffer(1))",
    "new Date(0), new Date(NaN), /x/g, Object(1), new String('x'), new Boolean(true)",
    "Promise.resolve(1), new Promise(() => {})",
    "new (class Foo { x = 1 })(), new (class X extends Array {})(), Object.create(null), new Proxy({}, {})",
    "'multi\\nline', ['quo\"ted'], '\\ud800', '%s is %d', 'x', 5",
    "(() => { const a = { n: 1 }; a.self = a; return a; })()",
  ])("is written as a component writes it: %s", (values) => expectSame(`console.log(${values})`));

  it("has the places of errors and of traces", async () => {
    const places = async (instance: Instance) => {
      const begun = instance.stdout.length;
      await instance.call("code.run", "console.log(new TypeError('t'), [new AggregateError([1], 'a\"')])");
      await instance.call("code.run", "(console.trace('traced', { b: 1 }), console.trace())");
      const place = /"(?:component\.js|[^"]*\.ts)[^"]*", \d+/g;
      return instance.stdout
        .slice(begun)
        .replace(place, "PLACE")
        .replace(/@.*:\d+:\d+.*$/gm, "@PLACE")
        .split("\n");
    };
    const [inMock, inBuilt] = [await places(guests.mock), await places(guests.built)];
    expect(inMock[0]).toBe('(new TypeError("t", PLACE)) [(new AggregateError([1], "a\\"", PLACE))]');
    expect(inMock[0]).toBe(inBuilt[0]);
    for (const lines of [inMock, inBuilt]) {
      expect(lines[1]).toBe("traced { b: 1 }");
      expect(lines.filter((line) => line === "evaluated@PLACE")).toHaveLength(2);
    }
  });

  it("goes to the same stream as in a component", async () => {
    for (const method of ["debug", "info", "warn", "error", "dir", "table", "group", "count", "countReset", "time"])
      await expectSame(`console.${method}('x', { a: 1 })`);
    for (const args of ["true, 'z'", "false, 'z'", "0", "{}, 1", "", "'x'"])
      await expectSame(`console.assert(${args})`);
    await expectSame("(console.timeEnd('nope'), console.countReset('nope'), console.groupEnd(), console.count())");
  });
});
