import type { Call, Ending, Law, NamespaceGrant, Role, Step, StepVerdict } from "../../law/law.ts";
import { describeBroken } from "../expect/expect.ts";
import { writeManifest } from "./manifest-text.ts";

/**
 * The work of one call. It throws if a promise is broken, and returns the memo for later steps; `undefined` keeps the
 * memo. A call of `together` gets its index; the step after it gets one mark per call: `+` committed, `-` rejected.
 */
export type Work = (memo: never, told: string) => unknown;

/** A step of a law in source form. */
export type WrittenStep =
  | { readonly does: Work; readonly as: string; readonly ends: Ending }
  | { readonly together: Work; readonly as: readonly string[] }
  | { readonly wait: number }
  | "restart"
  | "kill";

/** Grants of a role. Default: those of the owner. */
export interface WrittenRole {
  /** Suffix to the id of the law. Roles with the same suffix are the same component. */
  readonly id?: string;
  readonly access?: Role["access"];
  readonly quotaBytes?: number;
  readonly keys?: readonly string[];
  /** Grants by the name of the namespace, in which `$` stands for the id of the law. */
  readonly namespaces?: Readonly<Record<string, { access: Role["access"]; keys?: readonly string[] }>>;
}

/** A law in source form. */
export interface WrittenLaw {
  readonly name: string;
  readonly where: string;
  readonly assumes?: readonly Law["assumes"][number][];
  /** Further roles: other components, or the same component with other grants. */
  readonly roles?: Readonly<Record<string, WrittenRole>>;
  readonly steps: readonly WrittenStep[];
}

/** The default role, which has full access and a large quota. */
const OWNER = "owner";
const QUOTA_BYTES = 100_000_000;

/** A call that returns. */
export function call(does: Work, as = OWNER): WrittenStep {
  return { does, as, ends: "returns" };
}

/** A call that returns an error after its work. */
export function refusing(does: Work, as = OWNER): WrittenStep {
  return { does, as, ends: "refuses" };
}

/** A call that traps after its work. */
export function trapping(does: Work, as = OWNER): WrittenStep {
  return { does, as, ends: "traps" };
}

/** A call that returns, but that the host must not commit. */
export function rejected(does: Work, as = OWNER): WrittenStep {
  return { does, as, ends: "rejected" };
}

/** Concurrent calls of these roles, each of which returns or is rejected. They leave the memo as it is. */
export function together(as: readonly string[], does: Work): WrittenStep {
  return { together: does, as };
}

export const restart: WrittenStep = "restart";

/** A law with this step must assume `commits-outlive-a-kill`. */
export const kill: WrittenStep = "kill";

/** Lets a number of seconds pass. */
export function wait(seconds: number): WrittenStep {
  return { wait: seconds };
}

/** Thrown by a call that the host has to repeat a little later. */
export const again = Symbol("again");

/** The exports of a component for the laws of one interface. */
export interface Judge {
  listLaws(): Law[];
  run(name: string, step: number, memo: string): StepVerdict;
}

export function createJudge(about: string, written: readonly WrittenLaw[]): Judge {
  return {
    listLaws: () => written.map((law, index) => plannedLaw(about, law, index)),
    run: (name, step, memo) => {
      const law = written.find((known) => known.name === name);
      const planned = findCall(law?.steps[step]);
      if (planned === undefined)
        return { tag: "broken", val: `there is no call ${step} in a law ${JSON.stringify(name)}` };
      return runCall(planned, memo);
    },
  };
}

interface Callable {
  readonly does: Work;
  readonly ends: Ending;
}

function findCall(step: WrittenStep | undefined): Callable | undefined {
  if (step === undefined || typeof step === "string" || "wait" in step) return undefined;
  return "does" in step ? step : { does: step.together, ends: "returns" };
}

/**
 * Runs the work and ends the call as planned. A broken promise is returned as an error, which no host replaces by
 * another failure, for example because the call left a transaction open.
 */
function runCall({ does, ends }: Callable, memo: string): StepVerdict {
  let verdict: StepVerdict;
  try {
    // `JSON.stringify` writes no line feeds.
    const [json = "", told = ""] = memo.split("\n");
    const next = does((json === "" ? undefined : JSON.parse(json)) as never, told);
    verdict = { tag: "kept", val: next === undefined ? json : JSON.stringify(next) };
  } catch (error) {
    if (error === again) return { tag: "again" };
    verdict = { tag: "broken", val: describeBroken(error) };
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
  return { ...planned, manifest: writeManifest(planned) };
}

function plannedStep(step: WrittenStep, roles: readonly Role[]): Step {
  if (typeof step === "string") return { tag: step };
  if ("wait" in step) return { tag: "wait", val: step.wait };
  const callBy = (as: string, ends: Ending): Call => ({ role: roles.findIndex(({ name }) => name === as), ends });
  if ("together" in step) return { tag: "together", val: step.as.map((as) => callBy(as, "returns")) };
  return { tag: "call", val: callBy(step.as, step.ends) };
}
