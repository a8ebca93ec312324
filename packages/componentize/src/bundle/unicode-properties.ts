import { parseSync, Visitor } from "rolldown/utils";
import { withAdvice } from "../errors/advice.ts";
import { ComponentizeError } from "../errors/componentize-error.ts";
import { locationAt } from "../errors/location.ts";
import { BundleTrace } from "./trace.ts";

/**
 * Refuses a bundle with a regular expression that names a property of Unicode, which the engine of components does not
 * know. Every other engine does.
 *
 * @throws ComponentizeError `syntax`
 */
export function refuseUnicodeProperties(code: string, sourceMap: string, entry: string): void {
  const offset = NAMED.test(code) ? firstUse(code) : undefined;
  if (offset === undefined) return;
  const { file, line, column } = locationAt("bundle", code, offset);
  const location = new BundleTrace(sourceMap, entry, file).locate(`${file}:${line}:${column}`);
  const problem = withAdvice("SyntaxError: invalid property name in regular expression");
  throw new ComponentizeError("syntax", problem, { location });
}

const NAMED = /\\p\{/i;

function firstUse(code: string): number | undefined {
  const found: number[] = [];
  const visitor = new Visitor({
    Literal(node) {
      if ("regex" in node && namesUnicodeProperty(node.regex.pattern, node.regex.flags)) found.push(node.start);
    },
  });
  visitor.visit(parseSync("bundle.js", code).program);
  return found[0];
}

/**
 * Returns true if a regular expression names a property of Unicode. Without one of the flags `u` and `v`, `\p` is a
 * letter, and a backslash may be escaped itself.
 */
export function namesUnicodeProperty(pattern: string, flags: string): boolean {
  return /[uv]/.test(flags) && NAMED.test(pattern.replace(/\\[^pP]/g, ""));
}
