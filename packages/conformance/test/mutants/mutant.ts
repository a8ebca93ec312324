import type { ReferenceHostOptions } from "@airssys/conformance";
import type { Binding, Grants, Host } from "@airssys/host";
import type { JudgedInterface } from "../../src/law/interfaces.ts";

/** A host that is wrong in one way. */
export interface Mutant {
  /** What it does wrong. */
  readonly name: string;
  /** Whose laws catch it. */
  readonly about: JudgedInterface;
  /** The law that does. */
  readonly caughtBy: string;
  /**
   * Part of what the law says it has seen: it is caught for what is wrong with it, and not because it fails in some
   * other way.
   */
  readonly seen: string;
  readonly wrong: Pick<ReferenceHostOptions, "change" | "changeBackend" | "limits">;
}

/** What a function of the contract answers. */
export type Result = { readonly tag: "ok" | "err"; readonly val: unknown };

/** A function of the contract, whatever it takes. */
export type Imported = (...args: never[]) => Result;

/** The functions of all interfaces by their names, which no two share. */
export type Functions = Readonly<Record<string, Imported>>;

/** What a mutant may know beside the functions that it changes. */
interface Around {
  readonly host: Host;
  readonly id: string;
  readonly grants: Grants;
  /**
   * The functions of another binding, of the same component unless told otherwise; what they do is committed by itself.
   */
  outside(id?: string, grants?: Grants): Functions;
  /** Has work done before each call of an export. */
  onCall(work: () => void): void;
}

type Alter = (functions: Functions, around: Around) => Functions;

/** A host some functions of which are others. */
export function altering(alter: Alter): Mutant["wrong"] {
  return {
    change: (host) => ({
      ...host,
      bind: (id, grants, settings) => alteredBinding(host.bind(id, grants, settings), alter, { host, id, grants }),
    }),
  };
}

/** A host that binds components in another way. */
export function binding(
  change: (id: string, grants: Grants) => readonly [id: string, grants: Grants],
): Mutant["wrong"] {
  return {
    change: (host) => ({ ...host, bind: (id, grants, settings) => host.bind(...change(id, grants), settings) }),
  };
}

/** A host that grants a component more than was asked for, and has functions that know what that was. */
export function widening(widen: (grants: Grants) => Grants, alter: Alter): Mutant["wrong"] {
  return {
    change: (host) =>
      altering(alter).change?.({
        ...host,
        bind: (id, grants, settings) => host.bind(id, widen(grants), settings),
      }) ?? host,
  };
}

/** A host that does the work of calls in another way. */
export function calling(
  call: (binding: Binding, work: () => unknown, functions: Functions) => Promise<unknown>,
): Mutant["wrong"] {
  return {
    change: (host) => ({
      ...host,
      bind(id, grants, settings) {
        const bound = host.bind(id, grants, settings);
        // What an instance forgets when it traps is the business of the call.
        return replaced(bound, {
          call: (work: () => unknown) => call(bound, work, listFunctions(bound)),
          reset: () => {},
        });
      },
    }),
  };
}

function alteredBinding(
  bound: Binding,
  alter: Alter,
  { host, id, grants }: Pick<Around, "host" | "id" | "grants">,
): Binding {
  const before: (() => void)[] = [];
  const altered = alter(listFunctions(bound), {
    host,
    id,
    grants,
    outside: (other = id, granted = grants) => listFunctions(host.bind(other, granted)),
    onCall: (work) => before.push(work),
  });
  const imports = Object.entries(bound.imports).map(([name, functions]) => [
    name,
    Object.fromEntries(Object.entries(functions).map(([key, own]) => [key, altered[key] ?? own])),
  ]);
  const call: Binding["call"] = (work, settings) =>
    bound.call(() => {
      for (const each of before) each();
      return work();
    }, settings);
  return replaced(bound, { imports: Object.fromEntries(imports), call });
}

function listFunctions(bound: Binding): Functions {
  return Object.assign({}, ...Object.values(bound.imports)) as Functions;
}

/** The binding with other members. Its own keep what is private to it. */
function replaced(bound: Binding, members: Readonly<Record<string, unknown>>): Binding {
  return new Proxy(bound, {
    get(target, name) {
      if (typeof name === "string" && name in members) return members[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The same function with another answer where it answers well. */
export function mapped(own: Imported | undefined, change: (val: never, ...args: never[]) => unknown): Imported {
  return (...args) => {
    const result = ask(own, ...args);
    return result.tag === "ok" ? ok(change(result.val as never, ...args)) : result;
  };
}

/** The same function with another error where it answers one of this kind. */
export function refusing(
  own: Imported | undefined,
  tag: string,
  change: (val: never, ...args: never[]) => Result,
): Imported {
  return (...args) => {
    const result = ask(own, ...args);
    return result.tag === "err" && readTag(result) === tag ? change(carriedBy(result) as never, ...args) : result;
  };
}

/** Calls a function with whatever it is given. */
export function ask(own: Imported | undefined, ...args: readonly unknown[]): Result {
  if (own === undefined) throw new Error("a mutant asks for a function that the contract does not have");
  return own(...(args as never[]));
}

/** The value that a function answers. */
export function readAnswer<Value>(result: Result): Value {
  if (result.tag === "err") throw new Error(`a mutant was answered ${JSON.stringify(result.val)}`);
  return result.val as Value;
}

export function ok(val: unknown): Result {
  return { tag: "ok", val };
}

export function err(tag: string, val?: unknown): Result {
  return { tag: "err", val: val === undefined ? { tag } : { tag, val } };
}

function readTag({ val }: Result): string {
  return (val as { tag: string }).tag;
}

function carriedBy({ val }: Result): unknown {
  return (val as { val: unknown }).val;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
export const bytes = (text: string): Uint8Array => encoder.encode(text);
export const text = (of: Uint8Array): string => decoder.decode(of);
