import { LoadError } from "../load-error.ts";

/** A type of WIT as a component declares it: its text, with the types that it is made of in between. */
export interface WitType {
  readonly parts: readonly (string | WitType)[];
  /** Whether it is one of those that WIT has to give a name: a record, a variant, an enum, flags or a resource. */
  readonly isNamed: boolean;
}

/** A type from its text and the types in between. */
export function witType(...parts: readonly (string | WitType)[]): WitType {
  return { parts, isNamed: false };
}

/** A type that goes by a name wherever one is known. */
export function namedType(...parts: readonly (string | WitType)[]): WitType {
  return { parts, isNamed: true };
}

/** The parts with commas in between. */
export function listed(parts: readonly (readonly (string | WitType)[])[]): (string | WitType)[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [", ", ...part]));
}

/**
 * The text of a type. Types that have a name are told by it, all others by what they are made of, so that two texts are the same only if
 * the types are, given that the names mean the same.
 *
 * @throws LoadError `unsupported` for a type of more than {@link PARTS_MAX} parts: types that are made of each other grow without end.
 */
export function printType(type: WitType, names: ReadonlyMap<WitType, string>): string {
  return names.get(type) ?? printDefinition(type, names);
}

/** The text of what a type is made of, whether or not it has a name itself. */
export function printDefinition(type: WitType, names: ReadonlyMap<WitType, string>): string {
  const texts: string[] = [];
  const print = (part: string | WitType): void => {
    const text = typeof part === "string" ? part : names.get(part);
    if (text === undefined) (part as WitType).parts.forEach(print);
    else if (texts.push(text) > PARTS_MAX) throw tooManyParts();
  };
  type.parts.forEach(print);
  return texts.join("");
}

/** Most parts of a type. Those of the contract have less than a hundred. */
const PARTS_MAX = 10_000;

function tooManyParts(): LoadError {
  return new LoadError("unsupported", `the component declares a type of more than ${PARTS_MAX} parts`);
}
