// Component Model, Canonical ABI (design/mvp/CanonicalABI.md), "Alignment" and "Element size", with 32-bit addresses.

/** Memory layout of a type inside of the component, and its cost outside of it. */
export interface Layout {
  /** Bytes of one value, without what strings and lists point to. */
  readonly bytes: number;
  /** Alignment of its address, in bytes. */
  readonly alignment: number;
  /** Most JavaScript values that one value becomes when lifted, without the items of lists. */
  readonly values: number;
}

/** A value that lifts to a single JavaScript value. */
export function plain(bytes: number): Layout {
  return { bytes, alignment: bytes, values: 1 };
}

/** A string or a list: an address and a length. */
export const POINTED: Layout = { bytes: 8, alignment: 4, values: 1 };

/** Layout of a record or a tuple. */
export function product(parts: readonly Layout[]): Layout {
  let [bytes, alignment, values] = [0, 1, 1];
  for (const part of parts) {
    bytes = align(bytes, part.alignment) + part.bytes;
    alignment = Math.max(alignment, part.alignment);
    values += part.values;
  }
  return { bytes: align(bytes, alignment), alignment, values };
}

/** Layout of a variant, an option or a result. `undefined` is a case without payload. */
export function choice(cases: readonly (Layout | undefined)[]): Layout {
  const tag = tagBytes(cases.length);
  let [bytes, alignment, values] = [0, tag, 0];
  for (const each of cases) {
    if (each === undefined) continue;
    bytes = Math.max(bytes, each.bytes);
    alignment = Math.max(alignment, each.alignment);
    values = Math.max(values, each.values);
  }
  return { bytes: align(align(tag, alignment) + bytes, alignment), alignment, values: values + 1 };
}

/** Layout of flags, which lift to an object with a member for each name. */
export function flags(names: number): Layout {
  const bytes = names <= 8 ? 1 : names <= 16 ? 2 : 4 * Math.ceil(names / 32);
  return { bytes, alignment: Math.min(bytes, 4), values: names + 1 };
}

/** Layout of an enum. */
export function enumeration(names: number): Layout {
  return plain(tagBytes(names));
}

function tagBytes(cases: number): number {
  return cases <= 256 ? 1 : cases <= 65_536 ? 2 : 4;
}

function align(bytes: number, alignment: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
