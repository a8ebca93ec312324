import { Fault } from "./fault.ts";
import { kindOfObject, listInWords, valueInWords } from "./value-words.ts";

/** Something that has members: also an error, or an instance of a class, but no list, map, promise or the like. */
export function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const kind = kindOfObject(value);
  return kind === "Object" || kind === "Error";
}

/** Whether an object was made by nothing but braces. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Methods that an object inherits, such as `toString`, are none of its members. */
export function readMember(value: object, name: string): unknown {
  const member = (value as Readonly<Record<string, unknown>>)[name];
  return typeof member === "function" && !Object.hasOwn(value, name) ? undefined : member;
}

/** A member that has no place among those that are known. */
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
