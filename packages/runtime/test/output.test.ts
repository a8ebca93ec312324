import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { OUTPUT_CHARACTERS_MAX, OutputTail } from "../src/output/output.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Makes a tail with everything that its listener received. */
function newTail() {
  const heard: string[] = [];
  return { heard, tail: new OutputTail((text) => heard.push(text)) };
}

describe("the end of what a guest prints", () => {
  it("is everything while it is short, across writes that split characters", () => {
    const { heard, tail } = newTail();
    const text = "\uFEFFa line\n\u{1f600} é 漢 \uFEFFand another one\n";
    for (const byte of bytesOf(text)) tail.write(Uint8Array.of(byte));
    expect(tail.text).toBe(text);
    expect(heard.join("")).toBe(text);
  });

  it("omits a character until it is complete", () => {
    const { tail } = newTail();
    tail.write(bytesOf("a\u{1f600}").subarray(0, 3));
    expect(tail.text).toBe("a");
  });

  it.each([
    ["one byte", "a"],
    ["two bytes", "é"],
    ["three bytes", "漢"],
    ["three and one bytes", "漢a"],
  ])("is exactly as long as promised, of characters of %s, however they are written", (_what, characters) => {
    const whole = `${"x".repeat(100)}${characters.repeat(40_000)}`;
    const bytes = bytesOf(whole);
    for (const writeBytes of [bytes.length, 65_536, 16_384, 4_999, 97]) {
      const { heard, tail } = newTail();
      for (let at = 0; at < bytes.length; at += writeBytes) tail.write(bytes.subarray(at, at + writeBytes));
      expect(tail.text === whole.slice(-OUTPUT_CHARACTERS_MAX), `in writes of ${writeBytes}`).toBe(true);
      expect(heard.join("") === whole).toBe(true);
    }
  });

  it("begins with a whole character where a surrogate pair would be cut", () => {
    const { tail } = newTail();
    tail.write(bytesOf(`${"\u{1f600}".repeat(20_000)}a`));
    expect(tail.text).toBe(`${"\u{1f600}".repeat(OUTPUT_CHARACTERS_MAX / 2 - 1)}a`);
  });

  it("is text, whatever bytes are written", () => {
    const { tail } = newTail();
    tail.write(new Uint8Array(200_000).fill(0x80));
    expect(tail.text.length).toBeLessThanOrEqual(OUTPUT_CHARACTERS_MAX);
    expect(new Set(tail.text)).toEqual(new Set(["\uFFFD"]));
  });

  it("keeps no other output in memory", () => {
    const tails = Array.from({ length: 5 }, () => new OutputTail(() => {}));
    const line = new Uint8Array(50_000_000).fill(65);
    const before = bytesInUse();
    for (const tail of tails) tail.write(line);
    expect(tails.map(({ text }) => text.length)).toEqual(tails.map(() => OUTPUT_CHARACTERS_MAX));
    expect(bytesInUse() - before).toBeLessThan(20_000_000);
  });
});

/** Returns the memory in use, long strings outside of the heap included. */
function bytesInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
