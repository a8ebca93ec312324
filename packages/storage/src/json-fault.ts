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
  const shape = Array.isArray(value) ? arrayFault(value) : recordFault(value);
  if (shape) return shape;
  ancestors.push(value);
  const inner = innerFault(value, ancestors);
  ancestors.pop();
  return inner;
}

/** Elements and properties. The engine interprets this loop, which is most of what `set` costs: most values stay inside of it. */
function innerFault(value: object, ancestors: object[]): JsonFault | undefined {
  const isArray = Array.isArray(value);
  const inner: readonly unknown[] = isArray ? value : Object.values(value);
  for (let index = 0; index < inner.length; index++) {
    const item = inner[index];
    // A difference to itself of 0 is what a finite number has; 0 itself may be -0.
    if (typeof item === "string" || (typeof item === "number" && item - item === 0 && item !== 0)) continue;
    if (typeof item === "boolean" || item === null || (item === undefined && !isArray)) continue;
    const found = faultOf(item, ancestors);
    if (!found) continue;
    const step = isArray ? `[${index}]` : stepTo(Object.keys(value)[index]);
    return { path: [step, ...found.path], problem: found.problem };
  }
  return undefined;
}

/** JSON writes the elements of an array and nothing else. */
function arrayFault(values: readonly unknown[]): JsonFault | undefined {
  const prototype: unknown = Object.getPrototypeOf(values);
  if (prototype !== Array.prototype && !isPlain(prototype && Object.getPrototypeOf(prototype)))
    return instanceFault(values);
  const names = Object.keys(values);
  if (names.length < values.length) return fault("has holes, which JSON turns into null; use null");
  return names.length > values.length ? lostProperty(names.at(-1)) : undefined;
}

/** JSON writes the enumerable properties with a name and nothing else. */
function recordFault(value: object): JsonFault | undefined {
  if (!isPlain(Object.getPrototypeOf(value))) return instanceFault(value);
  const names = Object.keys(value);
  const all = Reflect.ownKeys(value);
  if (all.length === names.length) return undefined;
  return lostProperty(all.find((name) => typeof name === "symbol" || !names.includes(name)));
}

/** Whether objects with this prototype come back as they were. That of another realm (a record from an import) is as good. */
function isPlain(prototype: unknown): boolean {
  if (prototype === Object.prototype || prototype === null) return true;
  // Only `Object.prototype`, of whatever realm, has this property as its own.
  return typeof prototype === "object" && Object.hasOwn(prototype, "isPrototypeOf");
}

function instanceFault(value: object): JsonFault {
  return fault(instanceProblem(value));
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

function lostProperty(name: string | symbol | undefined): JsonFault {
  return fault(`has the property ${String(name)}, which JSON leaves out`);
}

function stepTo(name = ""): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function fault(problem: string): JsonFault {
  return { path: [], problem };
}
