import type { Step } from "./recording.ts";

/** What a disk may have kept of writes that no sync had covered when the power went. */
export const KEPT = ["none", "prefix", "pages", "all"] as const;

const PAGE_BYTES = 4_096;

interface Piece {
  readonly offset: number;
  readonly data: Buffer;
}

/**
 * A file as the disk may have it after a power cut during or right after step `cut`: everything that a sync or a
 * durable write covered, and of the other writes nothing, the first ones, all, or any of their pages of 4 KiB.
 */
export function diskImage(
  steps: readonly Step[],
  cut: number,
  kept: (typeof KEPT)[number],
  random: (below: number) => number,
): Buffer {
  const { durable, pending } = settled(steps, cut);
  const survivors = surviving(pending, kept, random);
  // The size may have reached the disk although what was written there has not.
  const sized = random(2) === 0 ? pending : survivors;
  const size = Math.max(0, ...[...durable, ...survivors, ...sized].map(({ offset, data }) => offset + data.length));
  const image = Buffer.alloc(size);
  for (const { offset, data } of [...durable, ...survivors]) data.copy(image, offset);
  return image;
}

/** Writes up to a step, the last one still under way: those that are on the disk for sure, and those that may be. */
function settled(steps: readonly Step[], cut: number): { durable: Piece[]; pending: Piece[] } {
  let pending: Piece[] = [];
  const durable: Piece[] = [];
  for (const [index, step] of steps.slice(0, cut + 1).entries()) {
    if (step.type === "write" && step.isDurable && index < cut) durable.push(step);
    else if (step.type === "write") pending.push(step);
    else if (step.type === "sync" && index < cut) {
      durable.push(...pending);
      pending = [];
    }
  }
  return { durable, pending };
}

function surviving(pending: readonly Piece[], kept: (typeof KEPT)[number], random: (below: number) => number): Piece[] {
  if (kept === "none") return [];
  if (kept === "all") return [...pending];
  if (kept === "prefix") return pending.slice(0, random(pending.length + 1));
  return pending.flatMap(pagesOf).filter(() => random(2) === 0);
}

function pagesOf({ offset, data }: Piece): Piece[] {
  const pages: Piece[] = [];
  for (let start = 0; start < data.length; ) {
    const end = Math.min(data.length, start + PAGE_BYTES - ((offset + start) % PAGE_BYTES));
    pages.push({ offset: offset + start, data: data.subarray(start, end) });
    start = end;
  }
  return pages;
}
