import { requireKnownOptions } from "@airssys/protocol";
import { structuredCodec, textCodec } from "@airssys/storage/codecs";
import { BoundedText } from "../text/bounded-text.ts";
import { writeHex } from "./hex-text.ts";
import { isJson, writeJson } from "./json-text.ts";
import { type Sealed, sealedOf, sealedText } from "./sealed.ts";
import { writeStructuredValue } from "./structured-text.ts";
import { withoutVersion } from "./value-version.ts";

/** What the bytes of a value are. */
export type ValueKind = "empty" | "json" | "structured" | "text" | "sealed" | "bytes";

/** A value in a form for people. */
export interface DescribedValue {
  readonly kind: ValueKind;
  /**
   * The value, printable as `printable` has it: JSON and the structured format laid out, text as it is, a sentence for
   * a sealed value, other bytes in hexadecimal.
   */
  readonly text: string;
  /** Whether the text was longer than it may be, and ends early. */
  readonly isCut: boolean;
  /** Number of bytes that are stored. */
  readonly bytes: number;
  /** The version that `versionedCodec` wrote in front; `undefined` if there is none. */
  readonly version: number | undefined;
  /** Header of a sealed value; `undefined` for others. */
  readonly sealed: Sealed | undefined;
}

/** How a value is described. */
export interface DescribeOptions {
  /** `line` for a text without line breaks. Default: `lines`. */
  readonly layout?: "line" | "lines";
  /** The most characters of the text, a whole number from 1. Default: 65 536. */
  readonly charactersMax?: number;
}

/**
 * Describes the bytes of a value by what they look like. Which codec wrote them is stored nowhere: text that happens to
 * be JSON is called JSON. Takes no more room and time than the length of the bytes and `charactersMax` ask for.
 *
 * @throws StorageError `invalid-argument` for an option that is not known; RangeError for `charactersMax` below 1.
 *
 * @example
 * ```ts
 * import { describeValue } from "@airssys/display";
 *
 * const bytes = new TextEncoder().encode('{"name":"Ada"}');
 * describeValue(bytes, { layout: "line" }).text; // '{"name": "Ada"}'
 * describeValue(Uint8Array.of(0xff, 0x00)).kind; // "bytes"
 * ```
 */
export function describeValue(bytes: Uint8Array, options: DescribeOptions = {}): DescribedValue {
  requireKnownOptions<DescribeOptions>(options, { layout: true, charactersMax: true });
  const { layout = "lines", charactersMax = 65_536 } = options;
  if (!Number.isInteger(charactersMax) || charactersMax < 1)
    throw new RangeError(`"charactersMax" expected a whole number from 1, got ${charactersMax}`);
  const inner = withoutVersion(bytes);
  const out = new BoundedText({ layout, charactersMax });
  const { kind, sealed, write } = recognised(inner.bytes);
  write(out);
  return { kind, text: out.take(), isCut: out.isFull, bytes: bytes.length, version: inner.version, sealed };
}

interface Recognised {
  readonly kind: ValueKind;
  readonly sealed?: Sealed | undefined;
  readonly write: (out: BoundedText) => void;
}

/** The first that fits: none of the others could then be meant, save for text that happens to be JSON. */
function recognised(bytes: Uint8Array): Recognised {
  if (bytes.length === 0) return { kind: "empty", write: () => {} };
  const text = textOf(bytes);
  if (text !== undefined && isJson(text)) return { kind: "json", write: (out) => writeJson(text, out) };
  const structured = structuredOf(bytes);
  if (structured) return { kind: "structured", write: (out) => writeStructuredValue(structured.value, out) };
  const sealed = sealedOf(bytes);
  if (sealed) return { kind: "sealed", sealed, write: (out) => out.add(sealedText(sealed)) };
  if (text !== undefined && !NEVER_IN_TEXT.test(text)) return { kind: "text", write: (out) => out.add(text) };
  return { kind: "bytes", write: (out) => writeHex(bytes, out) };
}

/** Control characters but for tabs, line breaks, and the escape character, which colours the text of programs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
const NEVER_IN_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/;

const utf8 = textCodec();

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const structured = structuredCodec();

/** The value of bytes in the structured format, which may be `undefined` itself. */
function structuredOf(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: structured.decode(bytes) };
  } catch {
    return undefined;
  }
}
