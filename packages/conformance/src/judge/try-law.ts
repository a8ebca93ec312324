import { setTimeout as pause } from "node:timers/promises";
import type { Assumption, Call, Ending, Law, Step } from "../law/law.ts";
import type { Verdict } from "../law/verdict.ts";
import { TooLong } from "./checked-subject.ts";
import type { JudgedInstance, RunEnding, Subject } from "./subject.ts";

/** Time for which a call is repeated, and the pause between two tries, in milliseconds. */
const AGAIN_MAX = 10_000;
const AGAIN_PAUSE = 10;

/** Runs the plan of a law, unless the law assumes something that the host lacks. Never rejects. */
export async function tryLaw(subject: Subject, component: Uint8Array, law: Law): Promise<Verdict> {
  const { name, about, where } = law;
  const lacking = law.assumes.filter((assumption) => isLacking(subject, assumption));
  if (lacking.length > 0) {
    const reason = `it assumes what the host says it lacks: ${lacking.join(", ")}`;
    return { law: name, about, where, outcome: "skipped", reason, milliseconds: 0 };
  }
  const begun = performance.now();
  const trial = new Trial(subject, component, law);
  const finding = await runTrial(trial);
  const milliseconds = Math.round(performance.now() - begun);
  return { law: name, about, where, ...finding, milliseconds };
}

/** A host that takes too long has broken the law. If the subject itself fails, the law is not judged. */
async function runTrial(trial: Trial): Promise<Pick<Verdict, "outcome" | "reason">> {
  try {
    const reason = await trial.run();
    return reason === undefined ? { outcome: "kept" } : { outcome: "broken", reason };
  } catch (failure) {
    return failure instanceof TooLong ? { outcome: "broken", reason: failure.message } : unjudged(failure);
  }
}

/** Returns the outcome of a law that could not be tried. */
export function unjudged(failure: unknown): { readonly outcome: "unjudged"; readonly reason: string } {
  const message = failure instanceof Error ? failure.message : String(failure);
  return { outcome: "unjudged", reason: `the law could not be tried: ${message}` };
}

function isLacking({ lacks, kill }: Subject, assumption: Assumption): boolean {
  return lacks?.includes(assumption) === true || (assumption === "commits-outlive-a-kill" && kill === undefined);
}

class Trial {
  readonly #subject: Subject;
  readonly #component: Uint8Array;
  readonly #law: Law;
  /** Running instances by the index of their role. */
  readonly #instances = new Map<number, JudgedInstance>();
  #memo = "";

  constructor(subject: Subject, component: Uint8Array, law: Law) {
    this.#subject = subject;
    this.#component = component;
    this.#law = law;
  }

  /** Runs the plan and stops all instances. Returns how the law was broken. */
  async run(): Promise<string | undefined> {
    try {
      return await this.#doPlan();
    } finally {
      await this.#end();
    }
  }

  async #doPlan(): Promise<string | undefined> {
    for (const [index, step] of this.#law.plan.entries()) {
      const reason = await this.#do(index, step);
      if (reason !== undefined) return `step ${index}, ${reason}`;
    }
    return undefined;
  }

  async #do(index: number, step: Step): Promise<string | undefined> {
    switch (step.tag) {
      case "call":
        return this.#call(index, step.val);
      case "together":
        return this.#together(index, step.val);
      case "restart":
        return this.#restart();
      case "kill":
        return this.#kill();
      case "wait":
        await this.#subject.wait(step.val);
        return undefined;
    }
  }

  async #end(): Promise<void> {
    for (const role of [...this.#instances.keys()]) await this.#stop(role);
  }

  async #restart(): Promise<undefined> {
    await this.#end();
    await this.#subject.restart();
  }

  /** Instances end with the host and are not stopped. */
  async #kill(): Promise<undefined> {
    await this.#subject.kill?.();
    this.#instances.clear();
  }

  async #call(step: number, call: Call): Promise<string | undefined> {
    const ending = await this.#runUntilSure(step, await this.#instanceOf(call.role));
    if (ending.tag !== "failed" && ending.val.tag === "kept") this.#memo = ending.val.val;
    return this.#brokenBy(call, ending, isPlanned(ending, call.ends));
  }

  /** Starts all calls before it waits for any. */
  async #together(step: number, calls: readonly Call[]): Promise<string | undefined> {
    const instances: JudgedInstance[] = [];
    for (const { role } of calls) instances.push(await this.#instanceOf(role));
    const memo = this.#memo;
    const endings = await Promise.all(
      instances.map((instance, place) => instance.run(this.#law.name, step, `${memo}\n${place}`)),
    );
    const reasons: (string | undefined)[] = [];
    let marks = "";
    for (const [place, ending] of endings.entries()) {
      const call = calls[place] as Call; // one ending for each call
      const hasLost = call.ends === "returns" && ending.tag === "failed";
      reasons.push(await this.#brokenBy(call, ending, hasLost || isPlanned(ending, call.ends)));
      marks += hasLost ? "-" : "+";
    }
    this.#memo = `${memo}\n${marks}`;
    return reasons.find((reason) => reason !== undefined);
  }

  /** Returns what is wrong with the ending of a call. A failed call ends its instance. */
  async #brokenBy({ role, ends }: Call, ending: RunEnding, isAsPlanned: boolean): Promise<string | undefined> {
    if (ending.tag === "failed") await this.#stop(role);
    const reason =
      reportedReason(ending) ?? (isAsPlanned ? undefined : `the call ${ENDINGS[ends]}; it ${endingShown(ending)}`);
    return reason === undefined ? undefined : `by ${this.#law.roles[role]?.name}: ${reason}`;
  }

  async #runUntilSure(step: number, instance: JudgedInstance): Promise<RunEnding> {
    const until = performance.now() + AGAIN_MAX;
    for (;;) {
      const ending = await instance.run(this.#law.name, step, this.#memo);
      const isSure = ending.tag === "failed" || ending.val.tag !== "again";
      if (isSure || performance.now() > until) return ending;
      await pause(AGAIN_PAUSE);
    }
  }

  async #instanceOf(role: number): Promise<JudgedInstance> {
    const running = this.#instances.get(role);
    if (running !== undefined) return running;
    const grants = this.#law.roles[role];
    if (grants === undefined) throw new RangeError(`the law ${JSON.stringify(this.#law.name)} has no role ${role}`);
    const instance = await this.#subject.start(this.#component, grants);
    this.#instances.set(role, instance);
    return instance;
  }

  async #stop(role: number): Promise<void> {
    const instance = this.#instances.get(role);
    this.#instances.delete(role);
    await instance?.stop();
  }
}

/** Returns the reason that a component reports. */
function reportedReason(ending: RunEnding): string | undefined {
  if (ending.tag === "failed" || ending.val.tag === "kept") return undefined;
  if (ending.val.tag === "broken") return ending.val.val;
  return `expected to see it within ${AGAIN_MAX / 1_000} seconds, saw nothing`;
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  returns: "has to return",
  refuses: "has to end with the error that the component answers",
  traps: "has to trap",
  rejected: "has to fail for its caller, since nothing of it may be committed",
};

function isPlanned({ tag }: RunEnding, ends: Ending): boolean {
  if (tag === "ok") return ends === "returns";
  return tag === "err" ? ends === "refuses" : ends === "traps" || ends === "rejected";
}

function endingShown(ending: RunEnding): string {
  if (ending.tag === "ok") return "returned";
  return ending.tag === "err" ? "answered an error" : `failed: ${ending.val}`;
}
