import { missingExportError } from "@airssys/componentize/script";
import type { GuestFunction } from "@airssys/runtime";
import { AnswerTaker, ArgumentTaker, inJavaScript, type TypedFunction, type WitType } from "@airssys/runtime/declared";
import { INTO_GUEST, OUT_OF_GUEST } from "./crossing.ts";
import type { GuestCall } from "./guest-call.ts";
import type { GuestCode } from "./guest-code.ts";
import { isTagged } from "./is-tagged.ts";

type AnyFunction = (...args: readonly unknown[]) => unknown;

/**
 * Returns the exports of a guest by the paths of calls. An interface has two: its short name and its full one.
 *
 * @param call makes a call of the guest.
 * @throws ComponentizeError `missing-export`
 */
export function exportedFunctions(
  code: GuestCode,
  exports: object,
  call: (call: GuestCall) => unknown,
): ReadonlyMap<string, GuestFunction> {
  const { types, functions } = code.exported;
  const takers = {
    types,
    given: new ArgumentTaker(types, INTO_GUEST),
    answers: new AnswerTaker(types, OUT_OF_GUEST),
  };
  const paths = functions.flatMap((each) => {
    const bound = boundExport(found(code, exports, each), each, takers, call);
    return listPaths(each).map((path): [string, GuestFunction] => [path, bound]);
  });
  return new Map(paths.sort(([left], [right]) => (left < right ? -1 : 1)));
}

interface Takers {
  readonly types: readonly WitType[];
  readonly given: ArgumentTaker;
  readonly answers: AnswerTaker;
}

function boundExport(
  callee: AnyFunction,
  declared: TypedFunction,
  takers: Takers,
  call: (call: GuestCall) => unknown,
): GuestFunction {
  const ends = createHandlers(declared, takers);
  return (args) => {
    const given = takers.given.take(declared, args);
    const answer = call({ work: () => Reflect.apply(callee, undefined, given), ...ends }) as Answer;
    if ("refusal" in answer) throw new ReturnedError(answer.refusal);
    return answer.value;
  };
}

/** The result of an export: its value, or the error that it returned. */
type Answer = { readonly value: unknown } | { readonly refusal: unknown };

type Ends = {
  readonly finish: (value: unknown) => Answer;
  readonly rescue: (error: unknown) => Answer;
};

function createHandlers(declared: TypedFunction, { types, answers }: Takers): Ends {
  const result = declared.result === null ? undefined : types[declared.result];
  if (result?.kind === "result") return createResultHandlers(declared, answers, !isTagged(types, result.ok));
  return {
    finish: (value) => ({ value: answers.value(declared, value) }),
    rescue: (error) => {
      throw error;
    },
  };
}

/** Handles exports of type `result`: a guest may return the bare value, return a tagged result, or throw the error. */
function createResultHandlers(declared: TypedFunction, answers: AnswerTaker, mayBeTagged: boolean): Ends {
  return {
    finish(value) {
      const tagged = mayBeTagged ? taggedResult(value) : undefined;
      if (tagged?.tag === "err") return { refusal: answers.payload(declared, tagged.val) };
      return { value: answers.value(declared, tagged === undefined ? value : tagged.val) };
    },
    rescue: (error) => ({ refusal: withCause(error, () => answers.payload(declared, extractPayload(error))) }),
  };
}

/** Adds the thrown value as `cause` to an error about that value. */
function withCause<T>(thrown: unknown, work: () => T): T {
  try {
    return work();
  } catch (problem) {
    if (problem !== thrown && problem instanceof Error && !Object.hasOwn(problem, "cause"))
      Object.defineProperty(problem, "cause", { value: thrown, configurable: true, writable: true });
    throw problem;
  }
}

function taggedResult(value: unknown): { readonly tag: unknown; readonly val: unknown } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { tag, val } = value as { readonly tag?: unknown; readonly val?: unknown };
  return tag === "ok" || tag === "err" ? { tag, val } : undefined;
}

/**
 * Extracts the payload of a thrown value. Errors of the guest's realm are values like any other; an `Error` of this
 * realm comes from the bindings and is thrown on.
 */
function extractPayload(error: unknown): unknown {
  if (error && Object.hasOwn(error as object, "payload")) return (error as { readonly payload: unknown }).payload;
  if (error instanceof Error) throw error;
  return error;
}

/** An error that an export returned, in the form that the runtime recognises. */
class ReturnedError extends Error {
  constructor(value: unknown) {
    super("the component returned an error");
    Object.defineProperty(this, "payload", { value, enumerable: typeof value !== "string" });
  }
}

function found({ entry, world }: GuestCode, exports: object, declared: TypedFunction): AnyFunction {
  const { from } = declared;
  const name = inJavaScript(declared.name);
  const holder = from === null ? exports : findInterface(exports, from);
  if (holder === undefined)
    throw missingExportError({ entry, world, path: shortName(from ?? name), member: undefined, kind: "interface" });
  const callee: unknown = Reflect.get(holder, name);
  if (typeof callee === "function") return callee as AnyFunction;
  const [path, member] = from === null ? [name, undefined] : [from, name];
  throw missingExportError({ entry, world, path, member, kind: "function" });
}

function findInterface(exports: object, from: string): object | undefined {
  const candidates: unknown[] = [Reflect.get(exports, from), Reflect.get(exports, shortName(from))];
  return candidates.find((each): each is object => typeof each === "object" && each !== null);
}

function listPaths({ from, name }: TypedFunction): string[] {
  const own = inJavaScript(name);
  if (from === null) return [own];
  return [...new Set([`${shortName(from)}.${own}`, `${from}.${own}`])];
}

/** `storageEvents` of `airssys:wasm/storage-events@0.1.0`. */
function shortName(from: string): string {
  return inJavaScript((from.split("/").at(-1) ?? from).split("@")[0] ?? from);
}
