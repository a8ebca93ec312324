/** Describes a value in the message of an error: a text is quoted, and anything long is cut. */
export function describeValue(what: unknown): string {
  if (typeof what === "string") return JSON.stringify(what.slice(0, CHARACTERS_MAX));
  if (typeof what === "function") return "a function";
  if (Array.isArray(what)) return "an array";
  if (typeof what === "object" && what !== null)
    return `an object with ${Object.keys(what).join(", ") || "nothing in it"}`;
  return String(what);
}

const CHARACTERS_MAX = 100;
