import type { Law, Role } from "../law/law.ts";
import type { JudgedInstance, RunEnding, Subject } from "./subject.ts";

/** Thrown when a step of the host exceeds its time. */
export class TooLong extends Error {}

/**
 * Wraps a subject so that its answers are checked for their shape, and rejected with `TooLong` after a number of
 * seconds. The work itself goes on, and work that blocks this thread cannot be interrupted.
 */
export function checkedSubject(subject: Subject, secondsMax: number): Subject {
  const within = <Value>(what: string, work: () => Promise<Value>) => endsWithin(what, secondsMax, work);
  return {
    ...(subject.interfaces && { interfaces: subject.interfaces }),
    ...(subject.lacks && { lacks: subject.lacks }),
    start: async (component, role) =>
      checkedInstance(await within("start", () => subject.start(component, role)), role, within),
    restart: () => within("restart", () => subject.restart()),
    ...(subject.kill && { kill: () => within("kill", async () => subject.kill?.()) }),
    wait: (seconds) => subject.wait(seconds),
  };
}

type Within = <Value>(what: string, work: () => Promise<Value>) => Promise<Value>;

function checkedInstance(instance: JudgedInstance, { name }: Role, within: Within): JudgedInstance {
  return {
    listLaws: async () => lawsIn(await within("list-laws", () => instance.listLaws())),
    run: async (...args) => endingIn(await within(`step ${args[1]}, by ${name}`, () => instance.run(...args))),
    stop: () => within("stop", () => instance.stop()),
  };
}

/** Waits for some work for a number of seconds. @throws TooLong */
export async function endsWithin<Value>(what: string, seconds: number, work: () => Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLong(`${what} did not end in ${seconds} s`)), seconds * 1_000);
  });
  // A failure after the deadline is ignored.
  const working = Promise.resolve().then(work);
  working.catch(() => {});
  return Promise.race([working, late]).finally(() => clearTimeout(timer));
}

/** @throws TypeError */
function lawsIn(answer: readonly Law[]): readonly Law[] {
  const isLaw = (law: Partial<Law> | null) =>
    typeof law?.name === "string" && [law.assumes, law.roles, law.plan].every(Array.isArray);
  if (!Array.isArray(answer) || !answer.every(isLaw))
    throw new TypeError(`list-laws answered no list of laws but ${shown(answer)}`);
  return answer;
}

/** @throws TypeError */
function endingIn(answer: RunEnding): RunEnding {
  const { tag, val } = (answer ?? {}) as { tag?: unknown; val?: unknown };
  const isVerdict = ["kept", "broken", "again"].includes((val as { tag?: string } | null | undefined)?.tag ?? "");
  if (tag === "failed" || ((tag === "ok" || tag === "err") && isVerdict)) return answer;
  throw new TypeError(`run answered no ending of a call but ${shown(answer)}`);
}

function shown(answer: unknown): string {
  const text = JSON.stringify(answer, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
  return text === undefined ? String(answer) : text.slice(0, 200);
}
