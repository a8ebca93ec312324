// Prints values in the format of the console of a component.
import { inspect, types } from "node:util";

/** Formats the arguments of a console method as one line. */
export function printedLine(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === "string" ? value : printed(value, []))).join(" ");
}

/** @param within the objects that the value is part of. */
function printed(value: unknown, within: readonly object[]): string {
  switch (typeof value) {
    case "string":
      return `"${value}"`;
    case "bigint":
      return `${value}n`;
    case "symbol":
      return printedSymbol(value);
    case "function":
      return `[ ${Function.prototype.toString.call(value)}]`;
    case "object":
      return value === null ? "null" : printedObject(value, within);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function printedSymbol(value: symbol): string {
  const { description } = value;
  if (description?.startsWith("Symbol.")) return description;
  return `Symbol(${description === undefined ? "" : `"${description}"`})`;
}

function printedObject(value: object, within: readonly object[]): string {
  if (within.includes(value)) return "<Circular>";
  const inner = (each: unknown) => printed(each, [...within, value]);
  const list = (items: Iterable<unknown>) => `[${Array.from(items, inner).join(", ")}]`;
  if (Array.isArray(value)) return list(value);
  if (types.isTypedArray(value)) return `${readClassName(value)} ${list(value as Iterable<unknown>)}`;
  if (types.isNativeError(value)) return printedError(value, inner);
  if (types.isDate(value)) return `new Date(${value.getTime()})`;
  if (types.isRegExp(value)) return String(value);
  if (types.isMap(value))
    return `Map(${value.size}) { ${Array.from(value, (each) => each.map(inner).join(" => ")).join(", ")} }`;
  if (types.isSet(value)) return `Set(${value.size}) { ${Array.from(value, inner).join(", ")} }`;
  if (types.isWeakMap(value) || types.isWeakSet(value)) return `${readClassName(value)} { <items unknown> }`;
  if (types.isPromise(value)) return `Promise { ${promised(value)} }`;
  return printedMembers(value, inner);
}

/** Includes the place where the error was created, if it is known. */
function printedError(error: Error, inner: (each: unknown) => string): string {
  const { errors } = error as { readonly errors?: unknown };
  const [, file, line] = /@(.+):(\d+):\d+$/.exec(framesIn(error.stack)[0] ?? "") ?? [];
  const place = file === undefined ? [] : [JSON.stringify(file), line];
  const parts = [...(Array.isArray(errors) ? [inner(errors)] : []), JSON.stringify(error.message), ...place];
  return `(new ${error.name}(${parts.join(", ")}))`;
}

/** Formats the frames of a stack as a component does: function name and place. */
export function framesIn(stack: unknown): string[] {
  const frames = String(stack).matchAll(/^ *at (?:(.*) \((.*)\)|(.*))$/gm);
  return Array.from(frames, ([, name = "", inner, alone]) => `${name}@${inner ?? alone}`);
}

/** Inspects the state of a promise, which no property reveals. */
function promised(promise: object): string {
  return inspect(promise, { depth: 0, showProxy: false }).replace(/^Promise \{ (.*) \}$/s, "$1");
}

function printedMembers(value: object, inner: (each: unknown) => string): string {
  const name = readClassName(value);
  const prefix = name === "Object" || name === "" ? "" : `${name} `;
  const members = Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, each]) => each.enumerable)
    .map(([key, each]) => `${key}: ${each.get === undefined ? inner(each.value) : "[Getter]"}`);
  return members.length === 0 ? `${prefix}{}` : `${prefix}{ ${members.join(", ")} }`;
}

function readClassName(value: object): string {
  const maker: unknown = value.constructor;
  return typeof maker === "function" ? maker.name : "";
}

/** Formats a thrown value that is no error as the engine of a component does: as JavaScript source. */
export function written(value: unknown): string {
  const text = source(value, []);
  return text.startsWith("{") ? `(${text})` : text;
}

function source(value: unknown, within: readonly object[]): string {
  if (value === undefined) return "(void 0)";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return Function.prototype.toString.call(value);
  if (typeof value !== "object" || value === null || types.isDate(value) || types.isRegExp(value))
    return printed(value, []);
  if (within.includes(value)) return "{}";
  const inner = (each: unknown) => source(each, [...within, value]);
  if (Array.isArray(value)) return `[${value.map(inner).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([name, each]) => `${/^[\w$]+$/.test(name) ? name : `'${name}'`}:${inner(each)}`)
    .join(", ")}}`;
}
