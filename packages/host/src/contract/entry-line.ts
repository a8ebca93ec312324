import { StorageError } from "@airssys/protocol";
import { NEVER } from "../store/format/stored-entry.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";

/** One entry of an export. `storage-transfer` defines its text: one JSON object on a line of its own. */
export interface EntryLine {
  readonly key: string;
  readonly value: Uint8Array;
  /** Expiry in milliseconds since 1970 UTC, or `NEVER`. */
  readonly expiresAt: number;
}

/** One chunk of an export: lines of entries in key order. */
export interface GuestChunk {
  readonly lines: string;
  /** Cursor of the next chunk; `undefined` if this is the last one. */
  readonly cursor: string | undefined;
}

/** A line to parse. */
export interface LineText {
  /** The text without its line feed. */
  readonly text: string;
  /** Its number, counted from 1. */
  readonly number: number;
  /** Whether a line feed ends it. The last line may go without, or may have been cut off. */
  readonly isEnded: boolean;
}

/** Milliseconds of 3 March 1973. Smaller instants are seconds that somebody took for milliseconds. */
const INSTANT_MIN = 100_000_000_000;

/** Longest part of an unknown member that a message repeats, in characters. */
const NAME_CHARACTERS_TOLD_MAX = 64;

/** Returns the line of an entry, including its line feed. */
export function printLine({ key, value, expiresAt }: EntryLine): string {
  const entry = { key, value: encodeBase64(value), ...(expiresAt !== NEVER && { expiresAt }) };
  return `${JSON.stringify(entry)}\n`;
}

/**
 * Parses the line of an entry.
 *
 * @throws StorageError `invalid-argument` that names the line and what is wrong with it. It quotes nothing of the text
 * but the beginning of a member's name that is not known.
 */
export function parseLine(line: LineText): EntryLine {
  const fail = (fault: string): never => {
    throw new StorageError({ tag: "invalid-argument", val: `line ${line.number}: ${fault}` });
  };
  const { key, value, expiresAt = NEVER } = parseMembers(line, fail);
  if (typeof key !== "string") return fail(expectedString("key", key));
  if (typeof value !== "string") return fail(expectedString("value", value));
  if (typeof expiresAt !== "number" || (expiresAt !== NEVER && !isInstant(expiresAt)))
    return fail(instantFault(expiresAt));
  return { key, value: decodeBase64(value) ?? fail(NO_BASE64), expiresAt };
}

const NO_BASE64 = '"value" is not Base64; expected the alphabet with + and /, padded with =, without white space';

/** The members of a line's object, each of which may be anything. */
interface Members {
  readonly key?: unknown;
  readonly value?: unknown;
  readonly expiresAt?: unknown;
}

function parseMembers({ text, number, isEnded }: LineText, fail: (fault: string) => never): Members {
  if (number === 1 && text.startsWith("\ufeff")) fail("it begins with a byte order mark; expected UTF-8 without one");
  if (text.trim() === "") fail("it is blank; expected an entry on every line");
  const parsed = parseJson(text);
  if (parsed === undefined) {
    fail(isEnded ? "it is not JSON; expected an object" : "it is not JSON and has no line feed: the text was cut off");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return fail("expected an object of JSON");
  const unknown = Object.keys(parsed).find((name) => !MEMBERS.has(name));
  if (unknown !== undefined) {
    const told = JSON.stringify(unknown.slice(0, NAME_CHARACTERS_TOLD_MAX));
    fail(`the member ${told} is not known; expected ${[...MEMBERS].join(", ")}`);
  }
  if ("expiresAt" in parsed && parsed.expiresAt === NEVER) fail(instantFault(NEVER));
  return parsed;
}

const MEMBERS: ReadonlySet<string> = new Set(["key", "value", "expiresAt"]);

/** JSON never has the value `undefined`. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // told apart by whoever asks
  }
}

function isInstant(expiresAt: number): boolean {
  return Number.isSafeInteger(expiresAt) && expiresAt >= INSTANT_MIN;
}

function instantFault(expiresAt: unknown): string {
  const isSeconds = typeof expiresAt === "number" && expiresAt > 0 && expiresAt < INSTANT_MIN;
  const reason = isSeconds ? '"expiresAt" looks like seconds; expected' : '"expiresAt" expected';
  return `${reason} a whole number of milliseconds since 1970 UTC, from ${INSTANT_MIN} to 2^53 - 1`;
}

function expectedString(name: string, member: unknown): string {
  if (member === undefined) return `it has no member "${name}"; expected a string`;
  return `"${name}" expected a string, got ${member === null ? "null" : typeof member}`;
}
