import { readSync } from "node:fs";

// The head of an lmdb data file, as its `mdb.c` (0.9.90) lays it out, little-endian. The first two pages are meta
// pages; commits write them in turn, and the one with the higher transaction counts.
//
//   page header, 24 bytes:  number u64, transaction u64, pad u16, flags u16 (8: meta), lower u16, upper u16
//   meta, from byte 24:     magic u32, version u32, address u64, map bytes u64, free database, main database,
//                           last page u64, transaction u64
//   database, 48 bytes:     pad u32 (of the free one: page bytes), flags u16, depth u16, branch pages u64,
//                           leaf pages u64, overflow pages u64, entries u64, root page u64 (all ones: empty)

/** The contents of a meta page. */
export interface Meta {
  readonly pageBytes: number;
  readonly roots: readonly bigint[];
  /** Entries of the main database: the named databases, and values beside them. */
  readonly mainEntries: bigint;
  readonly pageLast: number;
  readonly transaction: bigint;
  /** Committed without a sync: lmdb itself decides whether to trust it. */
  readonly isUnsynced: boolean;
}

/** `undefined` if it is no meta page. */
export function readMeta(descriptor: number, position: number): Meta | "other version" | undefined {
  const page = Buffer.alloc(META_BYTES);
  if (readSync(descriptor, page, 0, META_BYTES, position) < META_BYTES) return undefined;
  if ((page.readUInt16LE(18) & META_FLAG) === 0 || page.readUInt32LE(24) !== MAGIC) return undefined;
  if ((page.readUInt32LE(28) & 0xffff) !== VERSION) return "other version";
  const pageBytes = page.readUInt32LE(48);
  if (pageBytes < 256 || pageBytes > 65_536 || (pageBytes & (pageBytes - 1)) !== 0) return undefined;
  return {
    pageBytes,
    roots: [page.readBigUInt64LE(88), page.readBigUInt64LE(136)],
    mainEntries: page.readBigUInt64LE(128),
    pageLast: Number(page.readBigUInt64LE(144)),
    transaction: page.readBigUInt64LE(152),
    isUnsynced: (page.readUInt16LE(52) & UNSYNCED_FLAG) !== 0,
  };
}

const META_BYTES = 160;
const META_FLAG = 0x08;
const UNSYNCED_FLAG = 0x1000;
const MAGIC = 0xbeefc0de;
const VERSION = 2;
