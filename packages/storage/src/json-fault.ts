/** Deepest nesting of objects and arrays. A component's stack is small, and overflowing it ends the component. */
const DEPTH_MAX = 200;

/** What JSON would silently change, and where. */
export interface JsonFault {
  /** Path into the value, outermost step first: `.createdAt`, `[3]`, `["odd key"]`. */
  readonly path: readonly string[];
  /** What is wrong there and what to do about it, to be read after "$.path ". */
  readonly problem: string;
}

/**
 * The first thing in a value that would not survive JSON, or `undefined` if all of it would.
 *
 * Properties of plain objects whose value is `undefined` are the one loss that is allowed: they are left out, and reading
 * them gives `undefined` again.
 */
export function jsonFault(value: unknown): JsonFault | undefined {
  return faultOf(value, []);
}

/** `ancestors` are the objects that hold `value`, to find cycles. Only a fault pays for its path: it is built on the way back. */
function faultOf(value: unknown, ancestors: object[]): JsonFault | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return numberFault(value);
    case "object":
      return value === null ? undefined : objectFault(value, ancestors);
    case "bigint":
      return fault("is a bigint; store it as text, with String(...)");
    case "undefined":
      return fault("is undefined, which JSON does not have; use null, or delete the key or property");
    default:
      return fault(`is a ${typeof value}, which cannot be stored`);
  }
}

function numberFault(value: number): JsonFault | undefined {
  if (!Number.isFinite(value)) return fault(`is ${value}, which JSON turns into null; use null or text`);
  return Object.is(value, -0) ? fault("is -0, which JSON turns into 0; use 0") : undefined;
}

function objectFault(value: object, ancestors: object[]): JsonFault | undefined {
  if (ancestors.includes(value)) return fault("holds itself, which JSON cannot express");
  if (ancestors.length === DEPTH_MAX) return fault(`is nested deeper than ${DEPTH_MAX} levels`);
  const problem = kindProblem(value) ?? lostPropertyProblem(value);
  if (problem) return fault(problem);
  ancestors.push(value);
  const inner = Array.isArray(value) ? elementFault(value, ancestors) : propertyFault(value, ancestors);
  ancestors.pop();
  return inner;
}

function elementFault(values: readonly unknown[], ancestors: object[]): JsonFault | undefined {
  for (let index = 0; index < values.length; index++) {
    const inner = faultOf(values[index], ancestors);
    if (inner) return { path: [`[${index}]`, ...inner.path], problem: inner.problem };
  }
  return undefined;
}

function propertyFault(value: object, ancestors: object[]): JsonFault | undefined {
  for (const [name, property] of Object.entries(value)) {
    if (property === undefined) continue;
    const inner = faultOf(property, ancestors);
    if (inner) return { path: [stepTo(name), ...inner.path], problem: inner.problem };
  }
  return undefined;
}

/** Arrays and plain objects are the two kinds that JSON gives back as they were. */
function kindProblem(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  const root: unknown = Array.isArray(value) && prototype !== null ? Object.getPrototypeOf(prototype) : prototype;
  return root === null || isObjectPrototype(root) ? undefined : instanceProblem(value);
}

/** Asks for a property that only `Object.prototype` has, since that of another realm (a record from an import) is as good. */
function isObjectPrototype(prototype: unknown): boolean {
  return typeof prototype === "object" && prototype !== null && Object.hasOwn(prototype, "isPrototypeOf");
}

function instanceProblem(value: object): string {
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (kind === "Date") return "is a Date; store it as text, with toISOString(), or as a number, with getTime()";
  if (kind === "Map" || kind === "Set") return `is a ${kind}; store it as an array, with Array.from(...)`;
  if (kind === "Promise") return "is a Promise; await it first";
  if (ArrayBuffer.isView(value) || kind === "ArrayBuffer")
    return `is binary (${kind}); store it with a codec for bytes`;
  const name: unknown = value.constructor?.name;
  return `is an instance of ${String(name || "a class")}; store a plain object or array with the same content`;
}

/** JSON writes the elements of an array and the enumerable properties with a name. Nothing else may be there. */
function lostPropertyProblem(value: object): string | undefined {
  const names = Reflect.ownKeys(value);
  if (!Array.isArray(value)) {
    if (names.length === Object.keys(value).length) return undefined;
    return lostProperty(
      names.find((name) => !Object.prototype.propertyIsEnumerable.call(value, name) || isSymbol(name)),
    );
  }
  // An array's `length` is among its own properties, after the elements.
  if (names.length === value.length + 1) return undefined;
  if (names.length <= value.length) return "has holes, which JSON turns into null; use null";
  return lostProperty(names.findLast((name) => name !== "length"));
}

function isSymbol(name: string | symbol): name is symbol {
  return typeof name === "symbol";
}

function lostProperty(name: string | symbol | undefined): string {
  return `has the property ${String(name)}, which JSON leaves out`;
}

function stepTo(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function fault(problem: string): JsonFault {
  return { path: [], problem };
}
