import { missingExportError } from "@airssys/componentize/script";
import type { GuestFunction } from "@airssys/runtime";
import { copyOf, payloadCopy } from "./copied.ts";
import type { GuestCall } from "./guest-call.ts";
import type { ExportedFunction, GuestCode } from "./guest-code.ts";
import { inJavaScript, type WitShape } from "./wit-shape.ts";

type AnyFunction = (...args: readonly unknown[]) => unknown;

/**
 * What a guest exports, by the paths of calls: an interface goes by its short name and by its full one.
 *
 * @param call makes a call of the guest.
 * @throws ComponentizeError `missing-export`
 */
export function exportedFunctions(
  code: GuestCode,
  exports: object,
  call: (call: GuestCall) => unknown,
): ReadonlyMap<string, GuestFunction> {
  const paths = code.exported.flatMap((each) => {
    const callee = found(code, exports, each);
    const bound = boundExport(callee, each, call);
    return pathsOf(each).map((path): [string, GuestFunction] => [path, bound]);
  });
  return new Map(paths.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function boundExport(
  callee: AnyFunction,
  { signature }: ExportedFunction,
  call: (call: GuestCall) => unknown,
): GuestFunction {
  const copies = signature.parameters.map((each) => copyOf(each, "into the guest"));
  const ends = endsOf(signature.result);
  return (args) => {
    const given = copies.map((copy, index) => copy(args[index]));
    const answer = call({ work: () => Reflect.apply(callee, undefined, given), ...ends }) as Answer;
    if ("refusal" in answer) throw new ReturnedError(answer.refusal);
    return answer.value;
  };
}

/** What an export gave: its value, or the error that it returned. */
type Answer = { readonly value: unknown } | { readonly refusal: unknown };

type Ends = {
  readonly finish: (value: unknown) => Answer;
  readonly rescue: (error: unknown) => Answer;
};

function endsOf(result: WitShape | undefined): Ends {
  if (result?.kind === "result") return endsOfResult(result);
  const copy = payloadCopy(result, "out of the guest");
  return {
    finish: (value) => ({ value: copy(value) }),
    rescue: (error) => {
      throw error;
    },
  };
}

/** A guest returns the value alone, or a result with its tag, or throws the error. */
function endsOfResult(result: Extract<WitShape, { kind: "result" }>): Ends {
  const ok = payloadCopy(result.ok, "out of the guest");
  const err = payloadCopy(result.err, "out of the guest");
  const mayBeTagged = !looksTagged(result.ok);
  return {
    finish(value) {
      const tagged = mayBeTagged ? taggedResult(value) : undefined;
      if (tagged?.tag === "err") return { refusal: err(tagged.val) };
      return { value: ok(tagged === undefined ? value : tagged.val) };
    },
    rescue: (error) => ({ refusal: blaming(error, () => err(payloadOf(error))) }),
  };
}

/** What cannot be returned as an error has something as its cause: what was thrown. */
function blaming<T>(thrown: unknown, work: () => T): T {
  try {
    return work();
  } catch (problem) {
    if (problem !== thrown && problem instanceof Error && !Object.hasOwn(problem, "cause"))
      Object.defineProperty(problem, "cause", { value: thrown, configurable: true, writable: true });
    throw problem;
  }
}

/** Whether values of a type could be taken for results. */
function looksTagged(shape: WitShape | undefined): boolean {
  switch (shape?.kind) {
    case "result":
      return true;
    case "variant":
      return shape.cases.some(({ name }) => name === "ok" || name === "err");
    case "record":
      return shape.fields.some(({ name }) => name === "tag");
    case "option":
      return looksTagged(shape.of);
    default:
      return false;
  }
}

function taggedResult(value: unknown): { readonly tag: unknown; readonly val: unknown } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { tag, val } = value as { readonly tag?: unknown; readonly val?: unknown };
  return tag === "ok" || tag === "err" ? { tag, val } : undefined;
}

/** Errors of the guest's own realm are values like any other to the bindings; those that the bindings threw themselves are no answer. */
function payloadOf(error: unknown): unknown {
  if (error && Object.hasOwn(error as object, "payload")) return (error as { readonly payload: unknown }).payload;
  if (error instanceof Error) throw error;
  return error;
}

/** An error that an export returned, in the form in which the runtime knows one. */
class ReturnedError extends Error {
  constructor(value: unknown) {
    super("the component returned an error");
    Object.defineProperty(this, "payload", { value, enumerable: typeof value !== "string" });
  }
}

function found({ entry, world }: GuestCode, exports: object, { from, name }: ExportedFunction): AnyFunction {
  const holder = from === undefined ? exports : interfaceOf(exports, from);
  if (holder === undefined)
    throw missingExportError({ entry, world, path: shortName(from ?? name), member: undefined, kind: "interface" });
  const callee: unknown = Reflect.get(holder, name);
  if (typeof callee === "function") return callee as AnyFunction;
  const [path, member] = from === undefined ? [name, undefined] : [from, name];
  throw missingExportError({ entry, world, path, member, kind: "function" });
}

function interfaceOf(exports: object, from: string): object | undefined {
  const candidates: unknown[] = [Reflect.get(exports, from), Reflect.get(exports, shortName(from))];
  return candidates.find((each): each is object => typeof each === "object" && each !== null);
}

function pathsOf({ from, name }: ExportedFunction): string[] {
  if (from === undefined) return [name];
  return [...new Set([`${shortName(from)}.${name}`, `${from}.${name}`])];
}

/** `storageEvents` of `airssys:wasm/storage-events@0.1.0`. */
function shortName(from: string): string {
  return inJavaScript((from.split("/").at(-1) ?? from).split("@")[0] ?? from);
}
