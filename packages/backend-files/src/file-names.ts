// The name of the file of a key. Changing this grammar breaks every store that exists.
//
//   key of two colons or more   a folder for what is before the second colon, and in it a file for the rest
//   any other key               a file
//
//   file      name ".value"
//   name      text, or if it is long pieces of 200 characters: folders whose names end in "+", then the last piece
//   text      the bytes of the key, one after the other; "%" alone if there are none
//   byte      a small letter, a digit, "-", "_" or "." as it is; ":" as "="; "/" as ","; a large letter as "^" and the
//             small one; any other, and a "." at the beginning, as "%" and two hexadecimal digits
//
// A text has small letters alone, so that no two keys meet in one file where a file system makes no difference between
// large and small letters, and it is ASCII, so that none meet in one of the normal forms of Unicode. The first letter
// of a name that Windows has given to a device is written with "%".
import type { Bytes } from "@airssys/backend";

/** Longest key, in bytes: with each as three characters, its path is one that systems take. */
export const KEY_BYTES_MAX = 1_000;

/** Where the file of a key is: names of folders, and that of the file. */
export function pathOf(key: Bytes): string[] {
  const colon = secondColon(key);
  const folder = colon === -1 ? undefined : textOf(key.subarray(0, colon));
  if (folder === undefined || folder.length > PIECE_CHARACTERS) return filePath(textOf(key));
  return [folder, ...filePath(textOf(key.subarray(colon + 1)))];
}

/** Returns the key that has this path; `undefined` if none has. */
export function keyAt(path: readonly string[]): Bytes | undefined {
  const file = path.at(-1);
  if (file === undefined || !file.endsWith(SUFFIX)) return undefined;
  const folders = path.slice(0, -1);
  const inside = folders[0] !== undefined && !folders[0].endsWith(MORE) ? folders.slice(1) : folders;
  const folder = inside.length < folders.length ? bytesOf(`${folders[0]}=`) : [];
  const name = [...inside.map((piece) => piece.slice(0, -MORE.length)), file.slice(0, -SUFFIX.length)].join("");
  const rest = name === EMPTY ? [] : bytesOf(name);
  if (folder === undefined || rest === undefined) return undefined;
  const key = Uint8Array.from([...folder, ...rest]);
  const isItsPath = key.length > 0 && key.length <= KEY_BYTES_MAX && pathOf(key).join("/") === path.join("/");
  return isItsPath ? key : undefined;
}

const SUFFIX = ".value";
const MORE = "+";
const EMPTY = "%";
const PIECE_CHARACTERS = 200;
const COLON = 0x3a;

function secondColon(key: Bytes): number {
  const first = key.indexOf(COLON);
  return first === -1 ? -1 : key.indexOf(COLON, first + 1);
}

function filePath(text: string): string[] {
  const pieces = text.match(PIECES) ?? [EMPTY];
  const last = pieces.pop() ?? EMPTY;
  return [...pieces.map((piece) => piece + MORE), last + SUFFIX];
}

const PIECES = new RegExp(`.{1,${PIECE_CHARACTERS}}`, "g");

function textOf(bytes: Bytes): string {
  let text = "";
  for (const byte of bytes) text += CHARACTERS[byte];
  const shown = text.replace(/^\./, "%2e");
  return DEVICE.test(shown) ? `%${shown.charCodeAt(0).toString(16)}${shown.slice(1)}` : shown;
}

const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/;

/** The characters of a file name that stand for each byte. */
const CHARACTERS: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/[a-z0-9._-]/.test(character)) return character;
  if (/[A-Z]/.test(character)) return `^${character.toLowerCase()}`;
  if (character === ":") return "=";
  return character === "/" ? "," : `%${byte.toString(16).padStart(2, "0")}`;
});

function bytesOf(text: string): number[] | undefined {
  const units = text.match(/%[0-9a-f]{2}|\^[a-z]|[a-z0-9._=,-]/g) ?? [];
  return units.join("") === text ? units.map(byteOf) : undefined;
}

function byteOf(unit: string): number {
  if (unit.startsWith("%")) return Number.parseInt(unit.slice(1), 16);
  return BYTES.get(unit) as number; // the units are those of the table
}

const BYTES = new Map(CHARACTERS.map((characters, byte) => [characters, byte]));
