import { StorageError } from "@airssys/protocol";
import { structuredCodec, versionedCodec } from "@airssys/storage/codecs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import vectors from "../../../docs/formats/envelope.vectors.json" with { type: "json" };
import { describeValue, printable } from "../src/index.ts";

/** Compiled once: it takes a while. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const utf8 = (text: string) => new TextEncoder().encode(text);
const structured = structuredCodec();
const line = (bytes: Uint8Array) => describeValue(bytes, { layout: "line" }).text;

describe("JSON", () => {
  test("is laid out, and is one line if asked for", () => {
    const bytes = utf8('{"name":"Ada","tags":[],"ages":[36,{"a":null}],"empty":{}}');
    expect(describeValue(bytes)).toMatchObject({ kind: "json", isCut: false, bytes: bytes.length, version: undefined });
    expect(describeValue(bytes).text).toBe(JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), null, 2));
    expect(line(bytes)).toBe('{"name": "Ada", "tags": [], "ages": [36, {"a": null}], "empty": {}}');
  });

  test("keeps digits that no number holds, members of one name, and escapes", () => {
    expect(line(utf8('{"a":12345678901234567890.10,"a":"\\u001b\\"}"}'))).toBe(
      '{"a": 12345678901234567890.10, "a": "\\u001b\\"}"}',
    );
  });

  test("of any shape is laid out as JavaScript does it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { kind, text } = describeValue(utf8(JSON.stringify(value)));
        expect(kind).toBe("json");
        expect(text).toBe(printable(JSON.stringify(value, null, 2)));
      }),
    );
  });

  test("that is nested a hundred thousand deep is cut in no time", () => {
    const bytes = utf8("[".repeat(100_000) + "]".repeat(100_000));
    expect(describeValue(bytes, { charactersMax: 1_000 })).toMatchObject({ isCut: true });
    expect(describeValue(bytes, { charactersMax: 1_000 }).text.length).toBeLessThanOrEqual(1_000);
  });
});

describe("the structured format", () => {
  test.each<[unknown, string]>([
    [undefined, "undefined"],
    [-0, "-0"],
    [12n, "12n"],
    [new Date(0), "Date 1970-01-01T00:00:00.000Z"],
    [new Date(Number.NaN), "Date (invalid)"],
    [{ name: "Ada", "2 b": [1, "x"] }, '{ name: "Ada", "2 b": [1, "x"] }'],
    [{ __proto__: null, a: 1 }, "(without prototype) { a: 1 }"],
    [new Map([["a", 1n]]), 'Map [["a", 1n]]'],
    [new Set([1, 2]), "Set [1, 2]"],
    [new Float32Array([1.5]), "Float32Array [1.5]"],
    [new BigInt64Array([-1n]), "BigInt64Array [-1n]"],
    [Uint8Array.of(1, 2).buffer, "ArrayBuffer [1, 2]"],
    [new DataView(Uint8Array.of(3).buffer), "DataView [3]"],
    [[[], {}], "[[], {}]"],
  ])("%o is %s", (value, text) => {
    expect(describeValue(structured.encode(value), { layout: "line" })).toMatchObject({ kind: "structured", text });
  });

  test("shows an object that occurs again, or in itself, by a number", () => {
    const shared = { a: 1 };
    const loop: unknown[] = [shared, shared];
    loop.push(loop);
    expect(line(structured.encode(loop))).toBe("&1 [&2 { a: 1 }, *2, *1]");
  });

  test("takes no room for what is shared many times over", () => {
    let value: unknown[] = [];
    for (let level = 0; level < 150; level++) value = [value, value];
    expect(line(structured.encode(value)).length).toBeLessThan(2_000);
  });

  test("shows names that are those of prototypes", () => {
    expect(line(structured.encode(JSON.parse('{"__proto__":1}')))).toBe("{ __proto__: 1 }");
  });
});

describe("sealed values", () => {
  test.each(vectors.vectors.map((vector) => [vector.name, vector] as const))("%s", (_name, vector) => {
    const { kind, sealed, text } = describeValue(Uint8Array.from(Buffer.from(vector.stored, "hex")));
    expect(kind).toBe("sealed");
    expect(sealed).toMatchObject({
      by: vector.cipher === "hostCipher" ? "host" : "component",
      keyId: vector.keyNumber,
      isBlinded: vector.isBlinded,
    });
    const keyBytes = vector.isBlinded ? 4 + Buffer.byteLength(vector.key) : 0;
    expect(sealed?.bytes).toBe(vector.value.length / 2 + keyBytes);
    expect(text).toContain(`key ${vector.keyNumber} of the`);
  });

  test("what the host's cipher answers is recognised without an envelope", () => {
    const sealed = Buffer.from("0100000007a0a1a2a3a4a5a6a7a8a9aaab9b792cb70f4f072ceca441ffbad89a5e78bec06290", "hex");
    expect(line(sealed)).toBe("sealed with key 7 of the host (AES-256-GCM): 5 bytes");
  });

  test("what is too short to be sealed is bytes", () => {
    expect(describeValue(Uint8Array.of(1, 2, 0, 0, 0, 7))).toMatchObject({ kind: "bytes", sealed: undefined });
  });
});

describe("text and bytes", () => {
  test("nothing is empty", () => {
    expect(describeValue(new Uint8Array())).toMatchObject({ kind: "empty", text: "", isCut: false });
  });

  test("text keeps its lines, and shows escapes of terminals and of directions", () => {
    expect(describeValue(utf8("a\n\tb \u001b[31m\u202e"))).toMatchObject({
      kind: "text",
      text: "a\n\tb \\u001b[31m\\u202e",
    });
    expect(line(utf8("a\nb"))).toBe("a\\nb");
  });

  test("other bytes are in hexadecimal, 16 to a line", () => {
    expect(describeValue(new Uint8Array(17))).toMatchObject({
      kind: "bytes",
      text: `${"00 ".repeat(15)}00\n00`,
    });
    expect(describeValue(utf8("a\u0000b")).kind).toBe("bytes");
  });

  test("no text is longer than asked for, breaks a character, or holds what cannot be seen", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ unit: "binary" }).map(utf8),
          fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.of(1, ...bytes)),
        ),
        fc.integer({ min: 1, max: 300 }),
        (bytes, charactersMax) => {
          const { text, isCut } = describeValue(bytes, { layout: "line", charactersMax });
          expect(text.length).toBeLessThanOrEqual(charactersMax);
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toMatch(UNSEEN);
          const whole = describeValue(bytes, { layout: "line" }).text;
          if (!isCut) expect(text).toBe(whole);
        },
      ),
    );
  });

  test("options that are off are refused", () => {
    expect(() => describeValue(utf8("a"), { charactersMax: 0 })).toThrow(RangeError);
    expect(() => describeValue(utf8("a"), { lines: true } as object)).toThrow(StorageError);
  });
});

describe("values with a version", () => {
  test("are shown without it, beside its number", () => {
    const bytes = versionedCodec({ version: 300, migrate: migrations(300) }).encode({ a: 1 });
    expect(describeValue(bytes, { layout: "line" })).toMatchObject({ kind: "json", text: '{"a": 1}', version: 300 });
  });

  test.each([[[0x00, 0xff]], [[0x00, 0xff, 0x00]], [[0x00, 0xff, 0x80]], [[0x00, 0xff, 0x81, 0x00]]])(
    "%j has none",
    (bytes) => {
      expect(describeValue(Uint8Array.from(bytes))).toMatchObject({ kind: "bytes", version: undefined });
    },
  );
});

function migrations(version: number): Record<number, (value: unknown) => unknown> {
  return Object.fromEntries(Array.from({ length: version - 1 }, (_, at) => [at + 1, (value: unknown) => value]));
}
