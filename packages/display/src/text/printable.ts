/**
 * Escapes what cannot be seen or changes how other text is shown: control and format characters (those of terminals and
 * of right-to-left writing among them), lone surrogates, line and paragraph separators. Each becomes what it
 * is in JSON, such as `\n` or `\u001b`. Line feeds and tabs stay, unless `line` asks for a single line.
 *
 * @example
 * ```ts
 * import { printable } from "@airssys/display";
 *
 * printable("red \u001b[31m"); // "red \\u001b[31m"
 * ```
 */
export function printable(text: string, layout: "lines" | "line" = "lines"): string {
  return text.replace(layout === "lines" ? UNSEEN_BUT_LINES : UNSEEN, escaped);
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const UNSEEN_BUT_LINES = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** A character beyond U+FFFF is two units, as in JSON. */
function escaped(character: string): string {
  const short = SHORT.get(character);
  if (short !== undefined) return short;
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }).join("");
}
