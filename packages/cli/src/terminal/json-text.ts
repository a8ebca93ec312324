/**
 * Writes a value as JSON on one line that is safe for a terminal: beside what JSON escapes, every control and format
 * character is escaped, those of C1 and of right-to-left writing among them. It means the same to whoever parses it.
 */
export function jsonText(value: unknown): string {
  return escapeJson(JSON.stringify(value));
}

/** Escapes such characters in JSON, where they stand in strings alone. */
export function escapeJson(json: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: line feeds between the lines of JSON Lines stay
  return json.replace(/[\u0000-\u0009\u000b-\u001f\p{Cf}\u007f-\u009f\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => {
      return `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`;
    }).join(""),
  );
}
