import type { Recording, Step } from "../recording/step.ts";
import type { Random } from "../workload/random.ts";
import { type Contents, contentsOf } from "./contents.ts";

/** The part of unsynced writes that a disk may have kept when the power went. */
export const KEPT = ["none", "prefix", "pages", "all"] as const;

/** One of {@link KEPT}. */
export type Kept = (typeof KEPT)[number];

/** Where the power goes, and what the disk keeps. */
export interface PowerCut {
  /** Index of the step that is under way. */
  readonly cut: number;
  readonly kept: Kept;
  readonly random: Random;
}

/**
 * Returns a folder as the disk may have it after a power cut during or right after a step: everything that a sync or a
 * durable write covered, and of the rest nothing, the first part, all, or any pages of 4 KiB and of each folder the
 * first changes of names. A name is durable once its folder was synced: a sync of the file does not include it.
 */
export function diskImage({ root, steps, unknown }: Recording, { cut, kept, random }: PowerCut): Contents {
  const begun = steps.slice(0, cut + 1);
  const isDurable = durableSteps(begun, cut);
  const pending = begun.filter((step, index) => !isDurable[index] && isChange(step));
  const survivors = new Map(surviving(pending, kept, random));
  const applied = begun.flatMap((step, index) => (isDurable[index] ? [step] : (survivors.get(step) ?? [])));
  return contentsOf(root, applied, { begun, unknown, random });
}

function isChange({ type }: Step): boolean {
  return type === "write" || type === "resize" || type === "rename";
}

/** Whether each step is on the disk for sure. That of the cut, still under way, is not. */
function durableSteps(steps: readonly Step[], cut: number): boolean[] {
  const syncs = steps.flatMap((step, index) => (step.type === "sync" && index < cut ? [step] : []));
  const reach = new Map<unknown, number>();
  for (const { node, begun } of syncs) reach.set(node, Math.max(begun, reach.get(node) ?? 0));
  return steps.map((step, index) => {
    if (index >= cut || !isChange(step)) return false;
    if (step.type === "write" && step.isDurable) return true;
    const node =
      step.type === "rename" ? step.folder : step.type === "say" || step.type === "sync" ? undefined : step.file;
    return index < Math.max(reach.get(node) ?? 0, reach.get("all") ?? 0);
  });
}

/** Of each step what is left of it. */
function surviving(pending: readonly Step[], kept: Kept, random: Random): [Step, Step[]][] {
  if (kept === "none") return [];
  if (kept === "pages") return anyPages(pending, random);
  const count = kept === "all" ? pending.length : random(pending.length + 1);
  return pending.slice(0, count).map((step) => [step, [step]]);
}

/** Any pages and sizes, and of each folder the first changes: file systems keep those of one folder in order. */
function anyPages(pending: readonly Step[], random: Random): [Step, Step[]][] {
  const ended = new Set<unknown>();
  return pending.map((step) => {
    if (step.type === "write") return [step, pagesOf(step).filter(() => random(2) === 0)];
    if (step.type === "rename" && (ended.has(step.folder) || random(4) === 0)) ended.add(step.folder);
    const isKept = step.type === "rename" ? !ended.has(step.folder) : random(2) === 0;
    return [step, isKept ? [step] : []];
  });
}

const PAGE_BYTES = 4_096;

function pagesOf(write: Step & { readonly type: "write" }): Step[] {
  const { offset, data } = write;
  const pages: Step[] = [];
  for (let start = 0; start < data.length; ) {
    const end = Math.min(data.length, start + PAGE_BYTES - ((offset + start) % PAGE_BYTES));
    pages.push({ ...write, offset: offset + start, data: data.subarray(start, end) });
    start = end;
  }
  return pages;
}
