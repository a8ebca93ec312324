import { openHost } from "@airssys/host";
import { type Comparison, comparison, measureAll } from "../comparison.ts";
import { openEngine } from "../engines.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { mapHost } from "../probe/map-host.ts";
import { PROBE_BATCH, type Probe, startProbe } from "../probe/probe.ts";
import type { Aim, Report } from "../report.ts";
import { quantile, sortedNumbers } from "../statistics.ts";
import type { Context } from "../suite.ts";
import { callCase, type Work } from "./call-case.ts";
import {
  BATCH_TOGETHER,
  CALLS_MAX,
  EACH_OF_BATCH,
  fillSize,
  getsOf,
  NOTHING,
  ONE_GET,
  pageOf,
  SIZES,
  type Size,
  setsOf,
  TYPED_GETS,
  TYPED_SETS,
} from "./works.ts";

/**
 * Compares the same component over the host of this repository and over a bare `Map`: the difference is the price of
 * storage, without that of calling a host at all.
 */
export async function measureOverEngine(engine: string, context: Context): Promise<Report> {
  const component = await buildProbe(context.progress);
  const bare = mapHost();
  const floor = await startProbe(component, bare.host);
  const backend = openEngine(engine, context.folder);
  const stack = await startProbe(component, openHost({ backend }));
  const sides: Sides = { engine, floor, stack };
  const [small, ...larger] = SIZES as [Size, ...Size[]];
  for (const probe of [floor, stack]) await fillSize(small, probe);
  const groups = await measureAll([...points(sides, small), ...typed(sides), ...several(sides)], context);
  groups.push(...(await measureAll(calls(sides, bare.insideExport), context)));
  const notes = [insideExportNote(engine, bare.insideExport)];
  // Last, because a guest that has handled large values has a larger memory for good.
  groups.push(
    ...(await measureAll(
      larger.flatMap((size) => points(sides, size)),
      context,
    )),
  );
  await Promise.all([floor.stop(), stack.stop()]);
  backend.close();
  return { groups, notes };
}

interface Sides {
  readonly engine: string;
  readonly floor: Probe;
  readonly stack: Probe;
}

const FLOOR = "Map host";
const GET_AIM: Aim = { type: "time-at-most", ratio: 1.25 };

function bothSides(title: string, { engine, floor, stack }: Sides, work: Work, aim?: Aim): Comparison {
  const cases = [callCase(FLOOR, floor, work), callCase(engine, stack, work)];
  return comparison(`${title}, ${engine}`, cases, aim && { [engine]: aim });
}

function points(sides: Sides, size: Size): Comparison[] {
  const titled = (what: string) => `${what} of ${size.name}, ${size.perCall.toLocaleString("en")} in one call`;
  const prepare = async () => {
    for (const probe of [sides.floor, sides.stack]) await fillSize(size, probe);
  };
  return [
    { ...bothSides(titled("get"), sides, getsOf(size), GET_AIM), prepare },
    bothSides(titled("set"), sides, setsOf(size)),
  ];
}

function typed(sides: Sides): Comparison[] {
  return [
    bothSides(`Storage.get of JSON, ${CALLS_MAX} in one call`, sides, TYPED_GETS, GET_AIM),
    bothSides(`Storage.set of JSON, ${CALLS_MAX} in one call`, sides, TYPED_SETS),
  ];
}

function several(sides: Sides): Comparison[] {
  return [
    bothSides("a call that reads a page of 100 entries", sides, pageOf(100)),
    bothSides("a call that reads a page of 1 000 entries", sides, pageOf(1_000)),
    ...(["get", "set"] as const).map((operation) => together(sides, operation)),
  ];
}

/** A batch against the same keys one by one, each in one call: of the floor, of the stack, and between the two. */
function together({ engine, floor, stack }: Sides, operation: "get" | "set"): Comparison {
  const name = { get: "get-many", set: "write" }[operation];
  const single = (side: string) => `${side}, ${PROBE_BATCH} × ${operation}`;
  const batch = (side: string) => `${side}, ${name} of ${PROBE_BATCH}`;
  const casesOf = (side: string, probe: Probe) => [
    callCase(single(side), probe, EACH_OF_BATCH[operation]),
    callCase(batch(side), probe, BATCH_TOGETHER[operation]),
  ];
  const title = `${name} of ${PROBE_BATCH} keys in a call, for each key`;
  return {
    cases: [...casesOf(FLOOR, floor), ...casesOf(engine, stack)],
    tables: [
      { title: `${title}, ${engine}`, rows: [batch(FLOOR), batch(engine)] },
      { title: `${title}, against ${PROBE_BATCH} × ${operation}, ${engine}`, rows: [single(engine), batch(engine)] },
      { title: `${title}, against ${PROBE_BATCH} × ${operation}, ${FLOOR}`, rows: [single(FLOOR), batch(FLOOR)] },
    ],
  };
}

/** @param insideExport is left with the times of calls with one get. */
function calls(sides: Sides, insideExport: number[]): Comparison[] {
  const prepare = async () => {
    insideExport.length = 0;
  };
  return [
    bothSides("a call that does nothing", sides, NOTHING),
    { ...bothSides("a call with one get", sides, ONE_GET), prepare },
  ];
}

function insideExportNote(engine: string, nanoseconds: readonly number[]): string {
  const median = quantile(sortedNumbers(nanoseconds), 0.5) / 1_000;
  return `beside ${engine}, a call with one get over the Map host spent ${median.toFixed(1)} µs inside of the export; the rest is the runtime's`;
}
