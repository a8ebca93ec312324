import { readSync } from "node:fs";
import type { Meta } from "./meta-page.ts";

// The pages of an lmdb data file, as its `mdb.c` (0.9.90) lays them out, little-endian, after the header that
// `meta-page.ts` shows.
//
//   branch (flags 1), leaf (flags 2):  an offset u16 for each node, counted from the end of the header; their bytes are
//                                      `lower`
//   node:                              low u16, high u16, flags u16, key bytes u16, key, data
//   in a branch:                       low, high and flags are the number of the page below
//   in a leaf:                         low and high are the bytes of the data. Flags 1: the data is the number u64 of
//                                      the first of some overflow pages, their transaction u64 and their count u64.
//                                      Flags 2: the data is a database

/**
 * Whether every page that a snapshot leads to is within the first `pages` of the file. A file may well end before its
 * last page, which is then a free one that was never written, so that the size alone tells nothing. A page that says
 * what no page can say leads nowhere: `false`.
 */
export function isComplete(descriptor: number, meta: Meta, pages: number): boolean {
  const page = Buffer.alloc(meta.pageBytes);
  const pending = meta.roots.filter((root) => root !== NO_PAGE);
  for (let found = pending.length; pending.length > 0; ) {
    const number = pending.pop() ?? NO_PAGE;
    if (number >= BigInt(pages)) return false;
    readSync(descriptor, page, 0, page.length, Number(number) * page.length);
    for (const { first, count, isTree } of readBelow(page)) {
      if (first + count > BigInt(pages)) return false;
      if (!isTree) continue;
      if (++found > pages) return false; // trees have no page in common
      pending.push(first);
    }
  }
  return true;
}

const HEADER_BYTES = 24;
const NODE_HEADER_BYTES = 8;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;
const BRANCH_FLAG = 1;
const LEAF_FLAG = 2;
const OVERFLOW_NODE = 1;
const DATABASE_NODE = 2;

/** Pages that a page leads to: trees, and runs of overflow pages, which lead nowhere. */
interface Run {
  readonly first: bigint;
  readonly count: bigint;
  readonly isTree: boolean;
}

const NO_RUN: Run = { first: NO_PAGE, count: 1n, isTree: false };

/** The runs below a page, or one that no file has if an offset in the page leads out of it. */
function readBelow(page: Buffer): readonly Run[] {
  try {
    return [...below(page)];
  } catch (cause) {
    if (cause instanceof RangeError) return [NO_RUN];
    throw cause;
  }
}

function* below(page: Buffer): Iterable<Run> {
  const flags = page.readUInt16LE(18);
  const nodes = page.readUInt16LE(20) >> 1;
  for (let index = 0; index < nodes; index++) {
    const node = HEADER_BYTES + page.readUInt16LE(HEADER_BYTES + index * 2);
    if (flags & BRANCH_FLAG) yield { first: childOf(page, node), count: 1n, isTree: true };
    else if (flags & LEAF_FLAG) yield* ofLeafNode(page, node);
  }
}

function childOf(page: Buffer, node: number): bigint {
  return BigInt(page.readUInt32LE(node)) | (BigInt(page.readUInt16LE(node + 4)) << 32n);
}

function* ofLeafNode(page: Buffer, node: number): Iterable<Run> {
  const flags = page.readUInt16LE(node + 4);
  const data = node + NODE_HEADER_BYTES + page.readUInt16LE(node + 6);
  if (flags & DATABASE_NODE) {
    const root = page.readBigUInt64LE(data + 40);
    if (root !== NO_PAGE) yield { first: root, count: 1n, isTree: true };
  } else if (flags & OVERFLOW_NODE) {
    yield { first: page.readBigUInt64LE(data), count: page.readBigUInt64LE(data + 16), isTree: false };
  }
}
