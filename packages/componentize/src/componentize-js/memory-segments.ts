import { encodeNumber } from "@airssys/runtime/core-module";

/** Zeros between two segments that are cheaper to write out than to begin another segment. */
const GAP_BYTES = 16;

/** Most segments of a module. Engines refuse more than 100 000, and each takes some time when it is instantiated. */
const SEGMENTS_MAX = 10_000;

/** Data segments that make a memory of zeros equal to the given one. Each is its head and its bytes. */
export function memorySegments(memory: Uint8Array<ArrayBuffer>): Uint8Array[][] {
  const runs = nonZeroRuns(memory);
  const gap = smallestGap(runs);
  const segments: Uint8Array[][] = [];
  for (let first = 0; first < runs.length; ) {
    let last = first;
    while (gapAfter(runs, last) < gap) last++;
    const [start, end] = [runs[first]?.start ?? 0, runs[last]?.end ?? 0];
    segments.push([segmentHead(start, end - start), memory.subarray(start, end)]);
    first = last + 1;
  }
  return segments;
}

/** Bytes that are not all zero, from `start` up to `end`. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/** A memory is whole pages, so it can be read by words. */
function nonZeroRuns(memory: Uint8Array<ArrayBuffer>): Run[] {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.length / 4);
  const runs: Run[] = [];
  let start = -1;
  let end = -1;
  for (let at = 0; at < words.length; at++) {
    if (words[at] === 0) continue;
    if (start >= 0 && at * 4 - end > GAP_BYTES) {
      runs.push({ start, end });
      start = -1;
    }
    if (start < 0) start = at * 4;
    end = at * 4 + 4;
  }
  return start < 0 ? runs : [...runs, { start, end }];
}

/** Gaps of fewer zeros than this are written out, so that there are not too many segments. */
function smallestGap(runs: readonly Run[]): number {
  if (runs.length <= SEGMENTS_MAX) return 0;
  const gaps = runs.slice(0, -1).map((_, index) => gapAfter(runs, index));
  gaps.sort((one, other) => other - one);
  return (gaps[SEGMENTS_MAX - 1] ?? 0) + 1;
}

function gapAfter(runs: readonly Run[], index: number): number {
  const next = runs[index + 1];
  return next === undefined ? Number.POSITIVE_INFINITY : next.start - (runs[index]?.end ?? 0);
}

/** Active, of the first memory, with its offset as a constant. */
function segmentHead(offset: number, length: number): Uint8Array {
  return Uint8Array.of(0x00, 0x41, ...encodeSigned(offset), 0x0b, ...encodeNumber(length));
}

/** Signed LEB128 of a 32-bit number. */
function encodeSigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const isLast = rest >= -64 && rest < 64;
    if (isLast) return [...bytes, rest & 0x7f];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
