import { Fault } from "./fault.ts";
import { kindOfObject, listInWords, valueInWords } from "./value-words.ts";

/**
 * Returns whether a value has members like a record. Errors and class instances count; arrays, maps, promises and the
 * like do not.
 */
export function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const kind = kindOfObject(value);
  return kind === "Object" || kind === "Error";
}

/** Returns whether an object is a plain object literal. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Reads a member. Inherited methods, such as `toString`, do not count. */
export function readMember(value: object, name: string): unknown {
  const member = (value as Readonly<Record<string, unknown>>)[name];
  return typeof member === "function" && !Object.hasOwn(value, name) ? undefined : member;
}

/** Returns a fault for the first member that is not among the known ones. */
export function unknownMemberFault(value: object, known: object): Fault | undefined {
  for (const name in value) {
    if (Object.hasOwn(known, name) || !Object.hasOwn(value, name)) continue;
    const member = readMember(value, name);
    if (member === undefined) continue;
    return new Fault(`only ${listInWords(Object.keys(known))}`, valueInWords(member)).under(stepTo(name));
  }
  return undefined;
}

function stepTo(name: string): string {
  return /^\w{1,50}$/.test(name) ? `.${name}` : `[${valueInWords(name)}]`;
}
