import type { Timing } from "./measure.ts";

/** What a measurement should reach. Aims are told and never enforced. */
export type Aim =
  | { readonly type: "time-at-most"; readonly ratio: number }
  | { readonly type: "rate-at-least"; readonly ratio: number }
  | { readonly type: "below"; readonly p50Milliseconds: number; readonly p99Milliseconds: number };

/** One line of a suite's table. */
export interface Row {
  readonly timing: Timing;
  /** What it is compared with, by name; nothing for that which others are compared with. */
  readonly against?: string;
  readonly aim?: Aim;
  readonly isMet?: boolean;
}

/** Cases that were measured side by side. */
export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** What one suite found. */
export interface Report {
  readonly groups: readonly Group[];
  /** What a reader must know beside the figures. */
  readonly notes: readonly string[];
}

/** Makes a group of timings that were compared with the first of them, with the aims of those that have one. */
export function groupOf(title: string, timings: readonly Timing[], aims: Readonly<Record<string, Aim>> = {}): Group {
  const base = timings[0];
  const rows = timings.map((timing): Row => {
    const aim = aims[timing.name];
    return {
      timing,
      ...(base !== undefined && timing !== base && { against: base.name }),
      ...(aim && { aim, isMet: isMet(aim, timing) }),
    };
  });
  return { title, rows };
}

function isMet(aim: Aim, timing: Timing): boolean {
  switch (aim.type) {
    case "time-at-most":
      return timing.timeRatio.median <= aim.ratio;
    case "rate-at-least":
      return 1 / timing.timeRatio.median >= aim.ratio;
    case "below":
      return timing.p50 < aim.p50Milliseconds * 1e6 && timing.p99 < aim.p99Milliseconds * 1e6;
  }
}
