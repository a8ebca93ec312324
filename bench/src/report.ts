import { type Measured, type Ratio, type Timing, timeRatio } from "./measure.ts";
import { quantile, sortedNumbers } from "./statistics.ts";

/** What a measurement should reach. Aims are told and never enforced. */
export type Aim =
  | { readonly type: "time-at-most"; readonly ratio: number }
  | { readonly type: "rate-at-least"; readonly ratio: number }
  | { readonly type: "per-second-at-least"; readonly operations: number }
  | { readonly type: "below"; readonly p50Milliseconds: number; readonly p99Milliseconds?: number };

/** One line of a suite's table. */
export interface Row {
  readonly timing: Timing;
  /** Its time as a multiple of that of the group's first row. */
  readonly timeRatio: Ratio;
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

/** A quantity that is no time of cases side by side: the median of some measurements, the least and the most. */
export interface Figure {
  readonly name: string;
  readonly unit: "ms" | "MB" | "B" | "commits" | "calls" | "times";
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** What it must be. */
  readonly aim?: number;
  readonly isMet?: boolean;
}

/** Figures that belong together. */
export interface FigureGroup {
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** How long calls took from when they were due, in nanoseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  /** Until they could be made, which is a part of that. */
  readonly delayP99: number;
}

/** An attack of one tenant, and what others felt of it. */
export interface AttackRow {
  readonly name: string;
  /** Nothing where no promise is made against it, so that it was not tried. */
  readonly measured?: {
    readonly without: Latency;
    readonly during: Latency;
    /** How the calls of the attack ended, and how often. */
    readonly endings: Readonly<Record<string, number>>;
  };
}

/** Attacks in the same surroundings. */
interface AttackGroup {
  readonly title: string;
  readonly rows: readonly AttackRow[];
}

/** What one suite found. */
export interface Report {
  readonly groups: readonly Group[];
  readonly figures?: readonly FigureGroup[];
  readonly attacks?: readonly AttackGroup[];
  /** What a reader must know beside the figures. */
  readonly notes: readonly string[];
}

/**
 * Makes a group of cases that were measured side by side and are compared with the first of them, with the aims of
 * those that have one.
 */
export function groupOf(
  title: string,
  [base, ...others]: readonly Measured[],
  aims: Readonly<Record<string, Aim>> = {},
): Group {
  if (base === undefined) return { title, rows: [] };
  const against = others.map((each) => ({ ...rowOf(each, base, aims[each.name]), against: base.name }));
  return { title, rows: [rowOf(base, base, aims[base.name]), ...against] };
}

/** Makes a figure of its measurements. */
export function figureOf(name: string, unit: Figure["unit"], measured: readonly number[], aim?: number): Figure {
  const sorted = sortedNumbers(measured);
  const figure = { name, unit, median: quantile(sorted, 0.5), least: quantile(sorted, 0), most: quantile(sorted, 1) };
  return aim === undefined ? figure : { ...figure, aim, isMet: measured.every((each) => each === aim) };
}

function rowOf(measured: Measured, base: Measured, aim: Aim | undefined): Row {
  const { rounds: _, ...timing } = measured;
  const row = { timing, timeRatio: timeRatio(measured, base) };
  return aim === undefined ? row : { ...row, aim, isMet: isMet(aim, row) };
}

function isMet(aim: Aim, { timing, timeRatio: { median } }: Row): boolean {
  switch (aim.type) {
    case "time-at-most":
      return median <= aim.ratio;
    case "rate-at-least":
      return 1 / median >= aim.ratio;
    case "per-second-at-least":
      return 1e9 / timing.mean >= aim.operations;
    case "below":
      return (
        timing.p50 < aim.p50Milliseconds * 1e6 && timing.p99 < (aim.p99Milliseconds ?? Number.POSITIVE_INFINITY) * 1e6
      );
  }
}
