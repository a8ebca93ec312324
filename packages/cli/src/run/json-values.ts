import type { FunctionTypes, WitType } from "@airssys/runtime/declared";
import { UsageError } from "../command-error.ts";

type Types = FunctionTypes["types"];

/**
 * Makes the value of a type out of JSON. Whole numbers of 64 bits are numbers or texts of digits in JSON, bytes are
 * Base64 or lists of numbers, options are values or `null`; everything else is as JavaScript has it. What does not fit
 * is left as it is: the runtime refuses it, and says why.
 *
 * @throws UsageError for a number of 64 bits that JSON cannot have told exactly
 */
export function fromJson(types: Types, index: number, json: unknown): unknown {
  const type = types[index];
  switch (type?.kind) {
    case "u64":
    case "s64":
      return wholeNumber(json);
    case "list":
      return list(types, type, json);
    case "option":
      return json === null ? undefined : fromJson(types, type.of, json);
    case "tuple":
      return Array.isArray(json) ? type.of.map((each, at) => fromJson(types, each, json[at])) : json;
    case "record":
      return record(types, type, json);
    case "variant":
      return tagged(json, (tag) => type.cases.find(({ name }) => name === tag)?.type ?? null, types);
    case "result":
      return tagged(json, (tag) => (tag === "ok" ? type.ok : type.error), types);
    default:
      return json;
  }
}

/** The value of a result as JSON has it: whole numbers of 64 bits as texts, bytes in Base64, `undefined` as `null`. */
export function toJson(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Iterable<unknown>, toJson);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toJson(each)]));
}

function wholeNumber(json: unknown): unknown {
  if (typeof json === "string" && /^-?\d+$/.test(json)) return BigInt(json);
  if (typeof json !== "number") return json;
  if (!Number.isSafeInteger(json))
    throw new UsageError(`${json} is no whole number that JSON holds exactly: write it as a text, "${json}"`);
  return BigInt(json);
}

function list(types: Types, type: WitType & { readonly kind: "list" }, json: unknown): unknown {
  const isBytes = types[type.of]?.kind === "u8" && type.length === undefined;
  if (isBytes && typeof json === "string") return new Uint8Array(Buffer.from(json, "base64"));
  if (!Array.isArray(json)) return json;
  const values = json.map((each) => fromJson(types, type.of, each));
  const isOfBytes =
    isBytes && values.every((each) => Number.isInteger(each) && (each as number) >= 0 && (each as number) < 256);
  return isOfBytes ? Uint8Array.from(values as number[]) : values;
}

function record(types: Types, type: WitType & { readonly kind: "record" }, json: unknown): unknown {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
  const typeOf = new Map(type.fields.map((field) => [field.name, field.type]));
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => {
      const field = typeOf.get(name);
      return [name, field === undefined ? value : fromJson(types, field, value)];
    }),
  );
}

function tagged(json: unknown, typeOf: (tag: unknown) => number | null, types: Types): unknown {
  if (typeof json !== "object" || json === null || !("tag" in json)) return json;
  const type = typeOf(json.tag);
  return "val" in json && type !== null ? { ...json, val: fromJson(types, type, json.val) } : json;
}
