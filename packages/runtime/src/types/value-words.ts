/** Most characters that a message shows of a string, and of the message of an error. */
const TEXT_CHARACTERS_MAX = 50;
const ERROR_CHARACTERS_MAX = 200;

/** Larger bigints are not written out: printing one of a million digits takes seconds. */
const BIGINT_MAX = 2n ** 128n;

/** Describes a value in a few words for a message: strings and numbers as they are, anything else by its kind. */
export function valueInWords(value: unknown): string {
  switch (typeof value) {
    case "string":
      return textInWords(value);
    case "bigint":
      return value > -BIGINT_MAX && value < BIGINT_MAX ? `${value}n` : "a bigint of more than 128 bits";
    case "symbol":
      return "a symbol";
    case "function":
      return "a function";
    case "object":
      return value === null ? "null" : objectInWords(value);
    default:
      return String(value);
  }
}

function textInWords(text: string, charactersMax = TEXT_CHARACTERS_MAX): string {
  if (text.length <= charactersMax) return JSON.stringify(text);
  return `${JSON.stringify(text.slice(0, charactersMax))}... (${text.length} characters)`;
}

function objectInWords(value: object): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const kind = kindOfObject(value);
  if (kind === "Error") return `an error: ${textInWords(String((value as Error).message), ERROR_CHARACTERS_MAX)}`;
  return kind === "Object" ? "an object" : `an object of kind ${kind.slice(0, TEXT_CHARACTERS_MAX)}`;
}

/** Returns `Object`, `Error`, `Map`, `Uint8Array` and so on, even for objects of another realm. */
export function kindOfObject(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** Most names that a message lists. */
const NAMES_MAX = 20;

/** Lists names with commas, as many as a message has room for. */
export function listInWords(names: readonly string[]): string {
  return names.slice(0, NAMES_MAX).join(", ") + (names.length > NAMES_MAX ? ", ..." : "");
}
