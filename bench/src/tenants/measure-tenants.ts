import { openHost } from "@airssys/host";
import type { Instance } from "@airssys/runtime";
import { openEngine } from "../engines.ts";
import { type AttackRow, type Figure, figureOf, type Latency, type Report } from "../report.ts";
import { proportionalBytes, residentBytes } from "../resident-bytes.ts";
import { quantile, sortedNumbers } from "../statistics.ts";
import { type Context, isThorough } from "../suite.ts";
import { beginAttack, type Endings } from "./attack.ts";
import { type LoadOutcome, steadyLoad, TENANT_KEYS } from "./steady-load.ts";
import { loadTenants, type Tenancy, type Tenants } from "./tenancies.ts";
import type { HonestExports, HostileExports } from "./tenant-components.ts";

/** Starts 100 tenants at once, and measures 99 of them without and with the attacks of the last one. */
export async function measureTenants(tenancy: Tenancy, context: Context): Promise<Report> {
  const engine = isThorough(context) ? "lmdb" : "memory";
  const backend = openEngine(engine, context.folder);
  const host = openHost({ backend });
  const loaded = await loadTenants(host, tenancy, TENANTS - 1);
  context.progress(`starting ${TENANTS} tenants, ${tenancy.name}`);
  const begin = performance.now();
  const { tenants, failed } = await loaded.startAll();
  const figures = [
    figureOf("until all have started", "ms", [performance.now() - begin]),
    figureOf("starts that failed", "calls", [failed], 0),
    ...(await memoryFigures()),
  ];
  await fill(tenants.honest);
  const { rows, callsFailed } = await measureAttacks(tenants, tenancy, context);
  figures.push(figureOf("calls of honest tenants that failed", "calls", [callsFailed], 0));
  await loaded.stop();
  backend.close();
  const title = `${tenancy.name}, ${engine}`;
  return {
    groups: [],
    figures: [{ title: `${TENANTS} tenants, ${title}`, figures }],
    attacks: [{ title, rows }],
    notes: [],
  };
}

const TENANTS = 100;

/** In which both sides of a ratio are measured in turns, so that what else the machine does is the same for both. */
const ROUNDS = 3;
const SECONDS_LEAST = 1;

const ATTACKS: ReadonlyMap<keyof HostileExports, string> = new Map([
  ["loop", "computes for ever"],
  ["grow", "takes all memory"],
  ["commit", "sets 10 000 keys in a call"],
  ["longKeys", "asks for keys as long as its memory"],
]);

interface Pace {
  readonly rounds: number;
  /** Of each side in each round. */
  readonly seconds: number;
}

async function memoryFigures(): Promise<Figure[]> {
  return [
    figureOf("memory of all, RSS", "MB", [(await residentBytes()) / 1e6]),
    figureOf("memory of all, PSS", "MB", [(await proportionalBytes()) / 1e6]),
  ];
}

async function fill(tenants: readonly Instance<HonestExports>[]): Promise<void> {
  for (let number = 0; number < TENANT_KEYS; number++)
    await Promise.all(tenants.map((tenant) => tenant.call("setOne", number)));
}

async function measureAttacks(tenants: Tenants, tenancy: Tenancy, { seconds, progress }: Context) {
  const pace =
    seconds < SECONDS_LEAST ? { rounds: 1, seconds: SECONDS_LEAST } : { rounds: ROUNDS, seconds: seconds / 2 };
  const rows: AttackRow[] = [];
  let callsFailed = 0;
  await steadyLoad(tenants.honest, SECONDS_LEAST); // the first calls are slower
  for (const [path, name] of ATTACKS) {
    if (tenancy.notPromised.has(path)) rows.push({ name });
    else {
      progress(`${tenancy.name}: the hostile tenant ${name}`);
      const { without, during, endings } = await measureAttack(tenants, path, pace);
      callsFailed += without.failed + during.failed;
      rows.push({ name, measured: { without: latencyOf(without), during: latencyOf(during), endings } });
    }
  }
  return { rows, callsFailed };
}

async function measureAttack({ honest, hostile }: Tenants, path: keyof HostileExports, { rounds, seconds }: Pace) {
  const without: LoadOutcome[] = [];
  const during: LoadOutcome[] = [];
  const endings: Endings[] = [];
  for (let round = 0; round < rounds; round++) {
    without.push(await steadyLoad(honest, seconds));
    const attack = beginAttack(hostile, path);
    during.push(await steadyLoad(honest, seconds));
    endings.push(await attack.stop());
  }
  return { without: together(without), during: together(during), endings: sumOf(endings) };
}

function together(outcomes: readonly LoadOutcome[]): LoadOutcome {
  return {
    latencies: outcomes.flatMap(({ latencies }) => latencies),
    delays: outcomes.flatMap(({ delays }) => delays),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function sumOf(endings: readonly Endings[]): Endings {
  const sums: Record<string, number> = {};
  for (const [ending, count] of endings.flatMap((each) => Object.entries(each)))
    sums[ending] = (sums[ending] ?? 0) + count;
  return sums;
}

function latencyOf({ latencies, delays }: LoadOutcome): Latency {
  const nanoseconds = (measured: readonly number[], share: number) => quantile(sortedNumbers(measured), share) * 1e6;
  return { p50: nanoseconds(latencies, 0.5), p99: nanoseconds(latencies, 0.99), delayP99: nanoseconds(delays, 0.99) };
}
