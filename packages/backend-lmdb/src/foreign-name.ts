import { readSync } from "node:fs";
import type { Meta } from "./meta-page.ts";

/** Name of the one database in the main database of an environment of ours. */
export const DATA_DATABASE = "airssys";

/**
 * Returns a description of what an environment holds beside our database, for a message; `undefined` if there is
 * nothing else. A root page that is not the one that the meta page speaks of is left to lmdb: after a power cut it may
 * be damaged, and its meta page then does not count.
 */
export function findForeignName(descriptor: number, meta: Meta): string | undefined {
  if (meta.mainEntries === 0n) return undefined; // a store that has not begun
  const root = meta.roots[1] ?? 0n;
  if (root > meta.pageLast) return undefined;
  const page = Buffer.alloc(meta.pageBytes);
  const length = readSync(descriptor, page, 0, page.length, Number(root) * page.length);
  if (length < page.length || page.readBigUInt64LE(0) !== root) return undefined;
  if (page.readBigUInt64LE(8) !== meta.transaction) return undefined;
  if (meta.mainEntries > 1n) return `${meta.mainEntries} databases or values`;
  const node = HEADER_BYTES + page.readUInt16LE(HEADER_BYTES);
  if (node + NODE_HEADER_BYTES > page.length) return undefined;
  const keyEnd = node + NODE_HEADER_BYTES + page.readUInt16LE(node + 6);
  const name = page.toString("utf8", node + NODE_HEADER_BYTES, keyEnd).replace(/\0$/, "");
  const isDatabase = (page.readUInt16LE(node + 4) & DATABASE_NODE) !== 0;
  if (name === DATA_DATABASE && isDatabase) return undefined;
  return `${isDatabase ? "the database" : "the value"} ${JSON.stringify(name.slice(0, NAME_CHARACTERS_TOLD_MAX))}`;
}

const HEADER_BYTES = 24;
const NODE_HEADER_BYTES = 8;
const DATABASE_NODE = 2;
const NAME_CHARACTERS_TOLD_MAX = 64;
