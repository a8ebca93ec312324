import type { BoundedText } from "../text/bounded-text.ts";

/** Returns whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Lays JSON out anew. Texts, numbers and names stay as they are stored: digits that a `number` cannot hold, and members
 * of one name, are not lost.
 */
export function writeJson(json: string, out: BoundedText): void {
  let depth = 0;
  for (const token of tokensOf(json)) {
    if (out.isFull) return;
    if (token === "}" || token === "]") out.addBreak(--depth, "");
    out.add(token === ":" ? ": " : token);
    if (token === "{" || token === "[") out.addBreak(++depth, "");
    if (token === ",") out.addBreak(depth, " ");
  }
}

/** The tokens of a text that is JSON. An object or list without members is one token. */
function* tokensOf(json: string): Generator<string> {
  let open = "";
  for (const token of plainTokensOf(json)) {
    const isEmpty = open !== "" && (token === "}" || token === "]");
    if (open !== "" && !isEmpty) yield open;
    if (token === "{" || token === "[") open = token;
    else {
      yield isEmpty ? open + token : token;
      open = "";
    }
  }
}

function* plainTokensOf(json: string): Generator<string> {
  for (let at = 0; at < json.length; ) {
    const end = json[at] === '"' ? endOfString(json, at) : endOfToken(json, at);
    const token = json.slice(at, end);
    if (token.trim() !== "") yield token;
    at = end;
  }
}

function endOfString(json: string, start: number): number {
  let end = start + 1;
  while (json[end] !== '"') end += json[end] === "\\" ? 2 : 1;
  return end + 1;
}

function endOfToken(json: string, start: number): number {
  if ("{}[],: \t\n\r".includes(json[start] ?? "")) return start + 1;
  let end = start + 1;
  while (end < json.length && !'{}[],: \t\n\r"'.includes(json[end] ?? "")) end++;
  return end;
}
