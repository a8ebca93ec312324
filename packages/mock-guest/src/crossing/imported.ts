import { importErrorText } from "@airssys/componentize/script";
import type { ImportedFunction, ImportedInterfaces } from "@airssys/runtime";
import { AnswerTaker, ArgumentTaker, type TypedFunction, type WitType } from "@airssys/runtime/declared";
import type { Realm } from "../realm/realm.ts";
import { INTO_GUEST, OUT_OF_GUEST } from "./crossing.ts";
import type { GuestCode } from "./guest-code.ts";

/** The guest that calls an import. */
export interface Importer {
  /** The realm of the guest, whose errors an import throws. */
  readonly realm: Realm;
  /** @throws Error while the top level runs */
  requireBuilt(what: string): void;
  /** Called with an error that ends the guest. */
  fatal(cause: unknown): void;
}

/** Looks an import up by the names of its interface and function. */
export type ImportOf = (from: string, name: string) => (...args: unknown[]) => unknown;

/** Wraps the functions of a host as the bindings of a component do. */
export function importedFunctions(code: GuestCode, host: ImportedInterfaces, importer: Importer): ImportOf {
  const { types } = code.importedTypes;
  const takers = { types, given: new ArgumentTaker(types, OUT_OF_GUEST), answers: new AnswerTaker(types, INTO_GUEST) };
  return (from, name) => {
    const declared = code.imported.get(from)?.get(name);
    if (declared === undefined) throw new TypeError(`${from} has no function ${name}`);
    const bound = boundImport(declared, takers, host[from]?.[name], importer);
    return (...args) => {
      importer.requireBuilt(`"${declared.name}" of ${from}`);
      return bound(args);
    };
  };
}

interface Takers {
  readonly types: readonly WitType[];
  readonly given: ArgumentTaker;
  readonly answers: AnswerTaker;
}

/** Like any JavaScript code, a guest may pass more or fewer arguments than there are parameters. */
function boundImport(
  declared: TypedFunction,
  takers: Takers,
  call: ImportedFunction | undefined,
  importer: Importer,
): (args: readonly unknown[]) => unknown {
  return (args) => {
    const passed = declared.parameters.map((_each, index) => args[index]);
    const given = inRealm(importer.realm, () => takers.given.take(declared, passed));
    const answer = unlessFatal(call as (...args: unknown[]) => unknown, given, importer);
    return answered(declared, takers, importer.realm, answer);
  };
}

/** An error that a host function throws ends the guest, even if the guest catches it. */
function unlessFatal(call: (...args: unknown[]) => unknown, args: readonly unknown[], { fatal }: Importer): unknown {
  try {
    return requireAnswer(call(...args));
  } catch (cause) {
    fatal(cause);
    throw cause;
  }
}

function requireAnswer(answer: unknown): unknown {
  if (!(answer instanceof Promise)) return answer;
  throw new Error('its host answers with promises, for which mock mode cannot wait: use the mode "memory"');
}

/** Converts errors to errors of the guest's realm, which its code may catch. */
function inRealm<T>({ intrinsics }: Realm, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error; // of the realm already
    throw new (intrinsics.others[error.name] ?? intrinsics.Error)(error.message);
  }
}

/** Converts the answer of the host: a result becomes its value or a thrown error. */
function answered(declared: TypedFunction, { types, answers }: Takers, realm: Realm, answer: unknown): unknown {
  const isResult = declared.result !== null && types[declared.result]?.kind === "result";
  if (!isResult) return answers.value(declared, answer);
  const { tag, val } = answer as { readonly tag: "ok" | "err"; readonly val?: unknown };
  if (tag === "err") throw resultError(realm, answers.payload(declared, val));
  return answers.value(declared, val);
}

/** Creates the error that the bindings throw when the host answers with an error. */
function resultError({ intrinsics }: Realm, value: unknown): Error {
  const error = new intrinsics.Error(importErrorText(value));
  return Object.defineProperty(error, "payload", { value, enumerable: typeof value !== "string" });
}
