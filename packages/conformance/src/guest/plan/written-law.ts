import type { Call, Ending, Law, NamespaceGrant, Role, Step, StepVerdict } from "../../law/law.ts";
import { brokenBy } from "../expect/expect.ts";
import { manifestOf } from "./manifest-text.ts";

/**
 * What a call of a law does. It throws if a promise is broken, and answers what later steps have to know; nothing: what
 * they know already. A call of `together` is told its place, and the step after it how the calls ended: a `+` for each
 * that was committed, a `-` for each that was rejected.
 */
export type Work = (memo: never, told: string) => unknown;

/** A step of a law as its author writes it. */
export type WrittenStep =
  | { readonly does: Work; readonly as: string; readonly ends: Ending }
  | { readonly together: Work; readonly as: readonly string[] }
  | { readonly wait: number }
  | "restart"
  | "kill";

/** Grants of a role, as far as they are not those of the owner. */
export interface WrittenRole {
  /** What comes after the id of the law; roles with the same one are the same component. */
  readonly id?: string;
  readonly access?: Role["access"];
  readonly quotaBytes?: number;
  readonly keys?: readonly string[];
  /** By the name of the namespace, in which `$` stands for the id of the law. */
  readonly namespaces?: Readonly<Record<string, { access: Role["access"]; keys?: readonly string[] }>>;
}

/** A law as its author writes it. */
export interface WrittenLaw {
  readonly name: string;
  readonly where: string;
  readonly assumes?: readonly Law["assumes"][number][];
  /** Who calls beside the owner, or the owner with other grants. */
  readonly roles?: Readonly<Record<string, WrittenRole>>;
  readonly steps: readonly WrittenStep[];
}

/** Who calls unless a step says otherwise: may do everything, and has room. */
const OWNER = "owner";
const QUOTA_BYTES = 100_000_000;

/** A call that returns. */
export function call(does: Work, as = OWNER): WrittenStep {
  return { does, as, ends: "returns" };
}

/** A call that answers an error once it has done its work. */
export function refusing(does: Work, as = OWNER): WrittenStep {
  return { does, as, ends: "refuses" };
}

/** A call that traps once it has done its work. */
export function trapping(does: Work, as = OWNER): WrittenStep {
  return { does, as, ends: "traps" };
}

/** A call that returns, and that the host must not commit. */
export function rejected(does: Work, as = OWNER): WrittenStep {
  return { does, as, ends: "rejected" };
}

/**
 * Calls of these roles at the same time, each of which returns or is rejected. None of them answers anything for later
 * steps.
 */
export function together(as: readonly string[], does: Work): WrittenStep {
  return { together: does, as };
}

export const restart: WrittenStep = "restart";

/** The law has to assume that commits outlive it. */
export const kill: WrittenStep = "kill";

/** So many seconds pass. */
export function wait(seconds: number): WrittenStep {
  return { wait: seconds };
}

/** Thrown by a law that has to look again a little later. */
export const again = Symbol("again");

/** The exports of a component for the laws of one interface. */
export interface Judge {
  listLaws(): Law[];
  run(name: string, step: number, memo: string): StepVerdict;
}

export function judgeOf(about: string, written: readonly WrittenLaw[]): Judge {
  return {
    listLaws: () => written.map((law, index) => plannedLaw(about, law, index)),
    run: (name, step, memo) => {
      const law = written.find((known) => known.name === name);
      const planned = callableOf(law?.steps[step]);
      if (planned === undefined)
        return { tag: "broken", val: `there is no call ${step} in a law ${JSON.stringify(name)}` };
      return verdictOf(planned, memo);
    },
  };
}

interface Callable {
  readonly does: Work;
  readonly ends: Ending;
}

function callableOf(step: WrittenStep | undefined): Callable | undefined {
  if (step === undefined || typeof step === "string" || "wait" in step) return undefined;
  return "does" in step ? step : { does: step.together, ends: "returns" };
}

/**
 * Does the work and ends the call as the plan wants it, unless a promise is broken: that is told as an error, which no
 * host may turn into another failure because of what the call has left behind, such as an open transaction.
 */
function verdictOf({ does, ends }: Callable, memo: string): StepVerdict {
  let verdict: StepVerdict;
  try {
    // JSON has no line feeds of its own.
    const [json = "", told = ""] = memo.split("\n");
    const next = does((json === "" ? undefined : JSON.parse(json)) as never, told);
    verdict = { tag: "kept", val: next === undefined ? json : JSON.stringify(next) };
  } catch (error) {
    if (error === again) return { tag: "again" };
    verdict = { tag: "broken", val: brokenBy(error) };
    throw verdict; // a plain object is the declared error of the export
  }
  if (ends === "traps") throw new Error("a trap, as planned");
  if (ends === "refuses") throw verdict;
  return verdict;
}

function plannedLaw(about: string, law: WrittenLaw, index: number): Law {
  const id = `${about}-${String(index + 1).padStart(3, "0")}`;
  const roles: Role[] = Object.entries({ [OWNER]: {}, ...law.roles }).map(([name, role]) =>
    plannedRole(name, role, id),
  );
  const plan = law.steps.map((step) => plannedStep(step, roles));
  return { name: law.name, about, where: law.where, assumes: [...(law.assumes ?? [])], roles, plan };
}

function plannedRole(name: string, role: WrittenRole, lawId: string): Role {
  const { access = "admin", quotaBytes = QUOTA_BYTES, keys, namespaces = {} } = role;
  const granted: NamespaceGrant[] = Object.entries(namespaces).map(([namespace, grant]) => ({
    name: namespace.replace("$", lawId),
    access: grant.access,
    keys: grant.keys && [...grant.keys],
  }));
  const planned = {
    name,
    id: lawId + (role.id ?? ""),
    access,
    quotaBytes: quotaBytes as unknown as bigint, // the engine gives numbers for numbers of 64 bits
    keys: keys && [...keys],
    namespaces: granted,
  };
  return { ...planned, manifest: manifestOf(planned) };
}

function plannedStep(step: WrittenStep, roles: readonly Role[]): Step {
  if (typeof step === "string") return { tag: step };
  if ("wait" in step) return { tag: "wait", val: step.wait };
  const callBy = (as: string, ends: Ending): Call => ({ role: roles.findIndex(({ name }) => name === as), ends });
  if ("together" in step) return { tag: "together", val: step.as.map((as) => callBy(as, "returns")) };
  return { tag: "call", val: callBy(step.as, step.ends) };
}
