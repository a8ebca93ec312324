import { describeValue } from "@airssys/display";

/** Members of one value that are shown as columns. */
const FIELDS_MAX = 24;

const CHARACTERS_MAX = 80;

/** Returns the members of a value that is a JSON object, each on one line; `undefined` for other JSON. */
export function fieldsOf(value: Uint8Array): Readonly<Record<string, string>> | undefined {
  const object: unknown = JSON.parse(new TextDecoder().decode(value), exactNumber);
  if (typeof object !== "object" || object === null || Array.isArray(object)) return undefined;
  const members = Object.entries(object).slice(0, FIELDS_MAX);
  // Not assigned one by one: a name may be `__proto__`.
  return Object.fromEntries(members.map(([name, member]) => [name, fieldText(member)]));
}

function fieldText(member: unknown): string {
  if (member instanceof Digits) return member.text;
  const json = JSON.stringify(member, (_name, part: unknown) => (part instanceof Digits ? Number(part.text) : part));
  return describeValue(new TextEncoder().encode(json), { layout: "line", charactersMax: CHARACTERS_MAX }).text;
}

/** A number as it is written: `12345678901234567890` is no `number` of JavaScript. */
class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function exactNumber(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" && context?.source !== undefined ? new Digits(context.source) : value;
}
