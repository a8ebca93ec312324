import type { WitType } from "@airssys/runtime/declared";

/** Returns whether values of a type could be mistaken for tagged results. */
export function isTagged(types: readonly WitType[], index: number | null): boolean {
  const type = index === null ? undefined : types[index];
  switch (type?.kind) {
    case "result":
      return true;
    case "variant":
      return type.cases.some(({ name }) => name === "ok" || name === "err");
    case "record":
      return type.fields.some(({ name }) => name === "tag");
    case "option":
      return isTagged(types, type.of);
    default:
      return false;
  }
}
