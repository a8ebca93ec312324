import type { ImportedFunction, ImportedInterfaces } from "@airssys/runtime";
import { copyOf, payloadCopy } from "./copied.ts";
import type { Copy } from "./copy.ts";
import type { GuestCode } from "./guest-code.ts";
import { inWit, type Signature } from "./wit-shape.ts";

/** What an import asks of the guest that calls it. */
export interface Importer {
  /** @throws Error as long as the top level runs */
  requireBuilt(what: string): void;
  /** Told of what ends a guest. */
  fatal(cause: unknown): void;
}

/** Answers what a guest imports, by the name of an interface and that of a function. */
export type ImportOf = (from: string, name: string) => (...args: unknown[]) => unknown;

/** The functions of a host as the bindings in a component give them to its code. */
export function importedFunctions(code: GuestCode, host: ImportedInterfaces, importer: Importer): ImportOf {
  return (from, name) => {
    const signature = code.imported.get(from)?.get(name);
    if (signature === undefined) throw new TypeError(`${from} has no function ${name}`);
    const bound = boundImport(signature, host[from]?.[name], importer);
    return (...args) => {
      importer.requireBuilt(`"${inWit(name)}" of ${from}`);
      return bound(args);
    };
  };
}

function boundImport(
  { parameters, result }: Signature,
  call: ImportedFunction | undefined,
  importer: Importer,
): (args: readonly unknown[]) => unknown {
  const copies = parameters.map((each) => copyOf(each, "out of the guest"));
  const answered = answerOf(result);
  return (args) => {
    const given = copies.map((copy, index) => copy(args[index])); // what it throws, the guest may catch
    return answered(unlessFatal(call as (...args: unknown[]) => unknown, given, importer));
  };
}

/** Whatever a function of the host throws ends the guest, also one that would catch it. */
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

/** An answer as the guest gets it: of a result the value, or its error thrown. */
function answerOf(result: Signature["result"]): Copy {
  if (result?.kind !== "result") return payloadCopy(result, "into the guest");
  const ok = payloadCopy(result.ok, "into the guest");
  const err = payloadCopy(result.err, "into the guest");
  return (value) => {
    const { tag, val } = value as { readonly tag: "ok" | "err"; readonly val?: unknown };
    if (tag === "err") throw new ComponentError(err(val));
    return ok(val);
  };
}

/** What the bindings throw in a guest when its host answers with an error. It is of another realm than the guest: to that, it is no `Error`. */
class ComponentError extends Error {
  constructor(value: unknown) {
    const enumerable = typeof value !== "string";
    super(enumerable ? `${String(value)} (see error.payload)` : value);
    Object.defineProperty(this, "payload", { value, enumerable });
  }
}
