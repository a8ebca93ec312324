import { Fault } from "./fault.ts";
import { isRecord } from "./members.ts";
import { listInWords, valueInWords } from "./value-words.ts";
import type { VariantCase, WitType } from "./wit-type.ts";

/** A type whose values may carry a tag for their case. */
export type TaggedType = Extract<WitType, { readonly kind: "option" | "result" | "variant" }>;

/** Returns the cases of a type. */
export function taggedCases(type: TaggedType): readonly VariantCase[] {
  switch (type.kind) {
    case "variant":
      return type.cases;
    case "result":
      return [
        { name: "ok", type: type.ok },
        { name: "err", type: type.error },
      ];
    case "option":
      return [
        { name: "none", type: null },
        { name: "some", type: type.of },
      ];
  }
}

/** Returns the fault for a value whose tag is missing or unknown. */
export function tagFault(tags: readonly string[], value: unknown, tag: unknown): Fault {
  const got = isRecord(value) && tag !== undefined ? `the tag ${valueInWords(tag)}` : valueInWords(value);
  return new Fault(`{ tag, val } with a tag of ${listInWords(tags)}`, got);
}
