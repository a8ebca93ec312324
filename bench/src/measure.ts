import { mean, quantile, sortedNumbers } from "./statistics.ts";

/** One way to do something, measured against the others of its comparison. */
export interface Case {
  readonly name: string;
  /**
   * Number of operations of one sample. 1 for what takes 10 µs or more, so that the clock does not count; otherwise a
   * block of them.
   */
  readonly operationsPerSample: number;
  /** Does the operations. What it answers with a promise is awaited, and the wait is part of the time. */
  sample(): void | Promise<void>;
}

/** What one case took, in nanoseconds per operation. */
export interface Timing {
  readonly name: string;
  readonly operationsPerSample: number;
  readonly samples: number;
  readonly p50: number;
  readonly p99: number;
  readonly mean: number;
}

/** A timing beside its rounds: those of the same number were measured at nearly the same time. */
export interface Measured extends Timing {
  readonly rounds: readonly number[];
}

/** A time as a multiple of another: the median of all rounds, and the quarters around it. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface Budget {
  readonly seconds: number;
}

/**
 * Measures cases side by side. A round runs each of them for some milliseconds, the next round in the opposite order,
 * so that whatever else the machine does in the meantime hits all of them alike.
 */
export async function compare(cases: readonly Case[], { seconds }: Budget): Promise<Measured[]> {
  const runs = cases.map((each): Run => ({ case: each, samplesPerRound: 1, samples: [], rounds: [] }));
  await warmUp(runs, (seconds * 1_000) / 4);
  const end = performance.now() + seconds * 1_000;
  for (let round = 0; round < ROUNDS_MIN || performance.now() < end; round++) {
    for (const run of round % 2 === 0 ? runs : runs.toReversed()) await measureRound(run);
  }
  return runs.map(measuredOf);
}

/** The time of a case as a multiple of another one's, round by round. */
export function timeRatio(measured: Measured, base: Measured): Ratio {
  const ratios = sortedNumbers(measured.rounds.map((taken, round) => taken / (base.rounds[round] as number)));
  return { median: quantile(ratios, 0.5), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}

const ROUND_MILLISECONDS = 8;
const ROUNDS_MIN = 10;

interface Run {
  readonly case: Case;
  samplesPerRound: number;
  /** Nanoseconds per operation, of each sample and of each round. */
  readonly samples: number[];
  readonly rounds: number[];
}

/** Lets the engine compile what is hot, and finds how many samples fill a round. */
async function warmUp(runs: readonly Run[], milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  do {
    for (const run of runs) {
      await measureRound(run);
      const taken = (run.rounds.at(-1) as number) * run.case.operationsPerSample;
      run.samplesPerRound = Math.max(
        1,
        Math.min(run.samplesPerRound * 4, Math.ceil((ROUND_MILLISECONDS * 1e6) / taken)),
      );
    }
  } while (performance.now() < end);
  for (const run of runs) {
    run.samples.length = 0;
    run.rounds.length = 0;
  }
}

async function measureRound(run: Run): Promise<void> {
  const { operationsPerSample } = run.case;
  let sum = 0;
  for (let index = 0; index < run.samplesPerRound; index++) {
    const start = performance.now();
    const pending = run.case.sample();
    if (pending !== undefined) await pending;
    const taken = ((performance.now() - start) * 1e6) / operationsPerSample;
    run.samples.push(taken);
    sum += taken;
  }
  run.rounds.push(sum / run.samplesPerRound);
}

function measuredOf({ case: { name, operationsPerSample }, samples, rounds }: Run): Measured {
  const sorted = sortedNumbers(samples);
  return {
    name,
    operationsPerSample,
    samples: sorted.length,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    mean: mean(samples),
    rounds,
  };
}
