// Facts about a WIT file that need no parser. The parser that componentize-js brings takes one text and
// reports no positions, so the files of a package are put together, and its complaints located, with these.

/** The `package` line of a file: its id, such as `airssys:wasm@0.1.0`, and where in the text the line stands. */
export interface PackageLine {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** The text with every comment replaced by spaces, so that offsets stay what they are. */
export function blankComments(text: string): string {
  let blanked = "";
  let offset = 0;
  while (offset < text.length) {
    const end = commentEnd(text, offset);
    blanked += end > offset ? blank(text.slice(offset, end)) : text[offset];
    offset = Math.max(end, offset + 1);
  }
  return blanked;
}

/** The text of as many lines, with nothing on them. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

/** The `package ID;` line, or `undefined` if there is none. A `package ID { ... }` block is none. */
export function packageLine(text: string): PackageLine | undefined {
  const match = /\bpackage\s+([\w%:@.+-]+)\s*;/.exec(blankComments(text));
  if (!match?.[1]) return undefined;
  return { id: match[1], start: match.index, end: match.index + match[0].length };
}

/**
 * The ids of the packages whose interfaces and worlds the text names: `wasi:keyvalue@0.2.0-draft2` of
 * `wasi:keyvalue/store@0.2.0-draft2`.
 */
export function namedPackages(text: string): string[] {
  const names = blankComments(text).matchAll(/([\w%-]+:[\w%-]+)\/[\w%-]+@(\d[\w.+-]*[\w+-])/g);
  return Array.from(names, ([, name, version]) => `${name}@${version}`);
}

/** The names of the worlds that the text defines, in order. */
export function worldNames(text: string): string[] {
  return Array.from(blankComments(text).matchAll(/\bworld\s+%?([a-zA-Z][\w-]*)\s*\{/g), (match) => match[1] ?? "");
}

/** The offset after the comment that begins at `offset`, or `offset` itself if none does. Block comments nest. */
function commentEnd(text: string, offset: number): number {
  if (text.startsWith("//", offset)) {
    const end = text.indexOf("\n", offset);
    return end < 0 ? text.length : end;
  }
  if (!text.startsWith("/*", offset)) return offset;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = offset;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}
