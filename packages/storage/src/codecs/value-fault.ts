import type { StorageError } from "@airssys/protocol";
import { invalidArgument } from "../errors/invalid-argument.ts";

/** A value that a codec would change silently, and its path. */
export interface ValueFault {
  /** Path into the value, outermost step first: `.createdAt`, `[3]`, `["odd key"]`. */
  readonly path: readonly string[];
  /** The fault and its cure, to be read after "$.path ". */
  readonly problem: string;
}

/** A fault of the value itself. */
export function fault(problem: string): ValueFault {
  return { path: [], problem };
}

/** The fault of an inner value, as one of the value that holds it. */
export function within(step: string, { path, problem }: ValueFault): ValueFault {
  return { path: [step, ...path], problem };
}

/** The error for a value with a fault. */
export function faultError({ path, problem }: ValueFault): StorageError {
  return invalidArgument(`$${path.join("")} ${problem}`);
}

/** The step to a property: `.name` or `["odd name"]`. */
export function stepTo(name = ""): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/**
 * Whether objects with this prototype come back as they were. That of another realm (a record from an import) is as
 * good.
 */
export function isPlain(prototype: unknown): boolean {
  if (prototype === Object.prototype || prototype === null) return true;
  // Only `Object.prototype`, of whatever realm, has this property as its own.
  return typeof prototype === "object" && Object.hasOwn(prototype, "isPrototypeOf");
}

/**
 * Whether a prototype is one of the language's own, of whatever realm, that stand directly above plain objects:
 * `Array.prototype`, `Map.prototype`.
 */
export function isBuiltIn(prototype: unknown): boolean {
  return prototype !== null && isPlain(prototype && Object.getPrototypeOf(prototype));
}

/** Returns the name of the kind of an object: `Date`, `Map`, `Uint8Array`. */
export function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** Returns the fault of an object that is not data. */
export function instanceProblem(value: object): string {
  if (kindOf(value) === "Promise") return "is a Promise; await it first";
  const name: unknown = value.constructor?.name;
  return `is an instance of ${String(name || "a class")}; store a plain object or array with the same content`;
}

/** The fault of an array that is more or less than its elements, if it is. */
export function arrayShapeFault(values: readonly unknown[], holes: string): ValueFault | undefined {
  const prototype: unknown = Object.getPrototypeOf(values);
  if (prototype !== Array.prototype && !isBuiltIn(prototype)) return fault(instanceProblem(values));
  const names = Reflect.ownKeys(values); // elements come first, then the length
  if (names[values.length] !== "length") return fault(holes);
  return names.length > values.length + 1 ? lostProperty(names[values.length + 1]) : undefined;
}

/** The fault of an object that has properties beside the enumerable ones with a name, if it has. */
export function hiddenPropertyFault(value: object): ValueFault | undefined {
  const names = Object.keys(value);
  const all = Reflect.ownKeys(value);
  if (all.length === names.length) return undefined;
  return lostProperty(all.find((name) => typeof name === "symbol" || !names.includes(name)));
}

/** The fault of an object one of whose properties is computed, and may be another one each time it is read. */
export function getterFault(name: string, property: PropertyDescriptor | undefined): ValueFault | undefined {
  const isComputed = property?.get !== undefined || property?.set !== undefined;
  return isComputed ? within(stepTo(name), fault("is a getter; store the value that it gives")) : undefined;
}

/** The fault of a property that is none of what is stored. */
export function lostProperty(name: string | symbol | undefined): ValueFault {
  return fault(`has the property ${String(name)}, which would be left out`);
}
