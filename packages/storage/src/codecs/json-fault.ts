import {
  arrayShapeFault,
  fault,
  getterFault,
  hiddenPropertyFault,
  instanceProblem,
  isPlain,
  kindOf,
  stepTo,
  type ValueFault,
  within,
} from "./value-fault.ts";

/** Deepest nesting of objects and arrays. A component's stack is small, and overflowing it ends the component. */
const DEPTH_MAX = 200;

/**
 * The first thing in a value that would not survive JSON, or `undefined` if all of it would.
 *
 * Properties of plain objects whose value is `undefined` are the one loss that is allowed: they are left out, and
 * reading them gives `undefined` again.
 */
export function jsonFault(value: unknown): ValueFault | undefined {
  return faultOf(value, []);
}

/**
 * `ancestors` are the objects that hold `value`, to find cycles. Only a fault pays for its path: it is built on the way
 * back.
 */
function faultOf(value: unknown, ancestors: object[]): ValueFault | undefined {
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

function numberFault(value: number): ValueFault | undefined {
  if (!Number.isFinite(value)) return fault(`is ${value}, which JSON turns into null; use null or text`);
  return Object.is(value, -0) ? fault("is -0, which JSON turns into 0; use 0") : undefined;
}

function objectFault(value: object, ancestors: object[]): ValueFault | undefined {
  if (ancestors.includes(value)) return fault("holds itself, which JSON cannot express");
  if (ancestors.length === DEPTH_MAX) return fault(`is nested deeper than ${DEPTH_MAX} levels`);
  const shape = Array.isArray(value)
    ? arrayShapeFault(value, "has holes, which JSON turns into null; use null")
    : recordFault(value);
  if (shape) return shape;
  ancestors.push(value);
  const inner = innerFault(value, ancestors);
  ancestors.pop();
  return inner;
}

/**
 * Elements and properties. The engine interprets this loop, which is most of what `set` costs: most values stay inside
 * of it.
 */
function innerFault(value: object, ancestors: object[]): ValueFault | undefined {
  const isArray = Array.isArray(value);
  const inner: readonly unknown[] = isArray ? value : Object.values(value);
  for (let index = 0; index < inner.length; index++) {
    const item = inner[index];
    // A difference to itself of 0 is what a finite number has; 0 itself may be -0.
    if (typeof item === "string" || (typeof item === "number" && item - item === 0 && item !== 0)) continue;
    if (typeof item === "boolean" || item === null || (item === undefined && !isArray)) continue;
    const found = faultOf(item, ancestors);
    if (!found) continue;
    return within(isArray ? `[${index}]` : stepTo(Object.keys(value)[index]), found);
  }
  return undefined;
}

function recordFault(value: object): ValueFault | undefined {
  if (!isPlain(Object.getPrototypeOf(value))) return fault(jsonProblem(value));
  const hidden = hiddenPropertyFault(value);
  if (hidden) return hidden;
  for (const name of Object.keys(value)) {
    const found = getterFault(name, Object.getOwnPropertyDescriptor(value, name));
    if (found) return found;
  }
  return undefined;
}

/** Advice for kinds of values that JSON does not have. */
function jsonProblem(value: object): string {
  const kind = kindOf(value);
  if (kind === "Date") return "is a Date; store it as text, with toISOString(), or as a number, with getTime()";
  if (kind === "Map" || kind === "Set") return `is a ${kind}; store it as an array, with Array.from(...)`;
  if (ArrayBuffer.isView(value) || kind === "ArrayBuffer")
    return `is binary (${kind}); store it with a codec for bytes`;
  return instanceProblem(value);
}
