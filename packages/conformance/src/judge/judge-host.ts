import { setImmediate as nextTurn } from "node:timers/promises";
import { JUDGED_INTERFACES, type JudgedInterface, neededFor } from "../law/interfaces.ts";
import type { Law, Role } from "../law/law.ts";
import type { Verdict } from "../law/verdict.ts";
import { checkedSubject } from "./checked-subject.ts";
import { readComponent } from "./components.ts";
import type { Subject } from "./subject.ts";
import { tryLaw, unjudged } from "./try-law.ts";

const STEP_SECONDS_MAX = 120;

/** Selects the laws to try, and receives verdicts. */
export interface JudgeOptions {
  /** Sets of laws to try. Default: all whose interfaces the host offers. */
  readonly interfaces?: readonly JudgedInterface[];
  /** Texts of which a law must have one in its name. Default: all laws. */
  readonly only?: readonly string[];
  /**
   * Time in seconds that a call, start, restart or stop may take before the law counts as broken. A component that
   * blocks the thread of the runner cannot be interrupted. Default 120.
   */
  readonly stepSecondsMax?: number;
  /** Called with each verdict at once. */
  readonly onVerdict?: (verdict: Verdict) => void;
}

/**
 * Tries the laws of the contract on a host, one after the other, and returns a verdict for each. A broken law is a
 * verdict and never an error, and so is a law that could not be tried because the subject failed. Between two laws the
 * event loop has a turn, so that a program can be interrupted.
 *
 * @throws RangeError if the host lacks an interface that the requested laws need, or a requested name is unknown
 *
 * @example
 * ```ts
 * import { judgeHost, openReferenceHost } from "@airssys/conformance";
 *
 * await using host = await openReferenceHost({ backend: "memory" });
 * const [verdict] = await judgeHost(host, { only: ["an empty value is a value"] });
 * verdict?.outcome; // "kept"
 * ```
 */
export async function judgeHost(subject: Subject, options: JudgeOptions = {}): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const checked = checkedSubject(subject, options.stepSecondsMax ?? STEP_SECONDS_MAX);
  for (const name of selectInterfaces(subject, options.interfaces))
    for await (const verdict of verdictsOn(checked, name, options.only)) {
      verdicts.push(verdict);
      options.onVerdict?.(verdict);
    }
  return verdicts;
}

/** Yields one verdict at a time. A component that cannot list its laws has one verdict in place of them. */
async function* verdictsOn(
  subject: Subject,
  name: JudgedInterface,
  only: JudgeOptions["only"],
): AsyncGenerator<Verdict, void> {
  const component = await readComponent(name);
  const listed = await listLaws(subject, component, name, only).catch(unjudged);
  if ("outcome" in listed) {
    yield { law: "a component lists its laws", about: name, where: "What a host offers", ...listed, milliseconds: 0 };
    return;
  }
  for (const law of listed) {
    // A host that answers at once leaves no turn of the event loop to signals and timers.
    await nextTurn();
    yield await tryLaw(subject, component, law);
  }
}

/** @throws RangeError */
function selectInterfaces(
  { interfaces: offered }: Subject,
  asked: JudgeOptions["interfaces"],
): readonly JudgedInterface[] {
  const missing = (name: JudgedInterface) => neededFor(name).filter((needed) => offered?.includes(needed) === false);
  if (asked === undefined) return JUDGED_INTERFACES.filter((name) => missing(name).length === 0);
  for (const name of asked) {
    if (!JUDGED_INTERFACES.includes(name))
      throw new RangeError(`there are no laws of ${name}; there are laws of ${JUDGED_INTERFACES.join(", ")}`);
    if (missing(name).length > 0)
      throw new RangeError(`the laws of ${name} need ${missing(name).join(", ")}, which the host does not offer`);
  }
  return asked;
}

/** Returns the laws that a component lists. */
export async function listLaws(
  subject: Subject,
  component: Uint8Array,
  name: string,
  only?: readonly string[],
): Promise<readonly Law[]> {
  const instance = await subject.start(component, createLister(name));
  try {
    const laws = await instance.listLaws();
    return only === undefined ? laws : laws.filter((law) => only.some((part) => law.name.includes(part)));
  } finally {
    await instance.stop();
  }
}

/** Listing laws needs no access. */
function createLister(name: string): Role {
  const id = `${name}-laws`;
  const manifest = `[component]\nid = "${id}"\nversion = "1.0.0"\n`;
  return { name: "lister", id, access: "none", quotaBytes: 0n, namespaces: [], manifest };
}
