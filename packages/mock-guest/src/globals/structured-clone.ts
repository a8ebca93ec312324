import { types } from "node:util";
import type { Intrinsics } from "../realm/realm.ts";

/** Clones a value into objects of a realm. `structuredClone` of the platform creates objects of its own realm. */
export function clonedInto(realm: Intrinsics, value: unknown): unknown {
  return moved(realm, structuredClone(value), new Map());
}

/** @param known objects that were moved already, for cycles */
function moved(realm: Intrinsics, value: unknown, known: Map<unknown, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (known.has(value)) return known.get(value);
  const inner = (each: unknown) => moved(realm, each, known);
  const keep = <T>(copy: T): T => {
    known.set(value, copy);
    return copy;
  };
  if (types.isDate(value)) return keep(new realm.Date(value.getTime()));
  if (types.isRegExp(value)) return keep(new realm.RegExp(value.source, value.flags));
  if (value instanceof ArrayBuffer) return keep(bufferIn(realm, value));
  if (value instanceof Uint8Array) return keep(realm.Uint8Array.from(value));
  if (value instanceof Map) {
    const map = keep(new realm.Map<unknown, unknown>());
    for (const [key, each] of value) map.set(inner(key), inner(each));
    return map;
  }
  if (value instanceof Set) {
    const set = keep(new realm.Set<unknown>());
    for (const each of value) set.add(inner(each));
    return set;
  }
  if (types.isTypedArray(value)) return keep(construct(realm, value, value) ?? value);
  if (ArrayBuffer.isView(value) || types.isBoxedPrimitive(value)) return value;
  return members(value, keep(emptyLike(realm, value)), inner);
}

function emptyLike(realm: Intrinsics, value: object): object {
  if (Array.isArray(value)) return new realm.Array(value.length);
  if (value instanceof Error) return construct(realm, value, value.message) ?? new realm.Error(value.message);
  return new realm.Object();
}

function members(from: object, to: object, inner: (value: unknown) => unknown): object {
  for (const [name, each] of Object.entries(from)) Reflect.set(to, name, inner(each));
  return to;
}

function bufferIn(realm: Intrinsics, buffer: ArrayBuffer): ArrayBuffer {
  const copy = new realm.ArrayBuffer(buffer.byteLength);
  new Uint8Array(copy).set(new Uint8Array(buffer));
  return copy;
}

/** Creates an instance of the realm's class with the same name. */
function construct(realm: Intrinsics, like: object, of: unknown): object | undefined {
  const { name } = like.constructor;
  const Other = Object.hasOwn(realm.others, name) ? realm.others[name] : undefined;
  return Other && new Other(of);
}
