/** One system call of a recording. Calls stand in the order in which they returned. */
export interface Call {
  readonly name: string;
  /** Its arguments as strace shows them, without the strings: each is `$`. */
  readonly args: readonly string[];
  /** The strings among the arguments, in their order. */
  readonly strings: readonly Buffer[];
  readonly result: number;
  /** Number of calls that had returned when it began. */
  readonly begun: number;
}

/** The calls of a trace. @throws Error for a line that cannot be understood. */
export function* wholeCalls(trace: Buffer): Iterable<Call> {
  const unfinished = new Map<string, Begin>();
  let returned = 0;
  for (const line of linesOf(trace)) {
    const call = finish(line, returned, unfinished);
    if (call !== undefined) yield call;
    if (call !== undefined) returned++;
  }
}

/** A call that was interrupted by those of other threads. */
interface Begin {
  readonly text: string;
  readonly begun: number;
}

/** The call that is over with a line; `undefined` if the line ends none. */
function finish(line: string, returned: number, unfinished: Map<string, Begin>): Call | undefined {
  const space = line.indexOf(" ");
  const [thread, text] = [line.slice(0, space), line.slice(space).trimStart()];
  if (text === "" || text.startsWith("+++") || text.startsWith("<... close ")) return undefined;
  if (text.endsWith(UNFINISHED)) {
    const begin = { text: text.slice(0, -UNFINISHED.length).trimEnd(), begun: returned };
    unfinished.set(thread, begin);
    // Its descriptor may be another file's before it returns, so that it is over as soon as it begins.
    return begin.text.startsWith("close(") ? callOf(`${begin.text}) = 0`, returned) : undefined;
  }
  if (!text.startsWith("<... ")) return callOf(text, returned);
  const begin = unfinished.get(thread);
  return callOf((begin?.text ?? "") + text.slice(text.indexOf(RESUMED) + RESUMED.length), begin?.begun ?? returned);
}

const UNFINISHED = "<unfinished ...>";
const RESUMED = " resumed>";

function* linesOf(trace: Buffer): Iterable<string> {
  for (let start = 0; start < trace.length; ) {
    const end = trace.indexOf(10, start);
    yield trace.toString("latin1", start, end < 0 ? trace.length : end);
    start = end < 0 ? trace.length : end + 1;
  }
}

/** `undefined` for a call that did not return, and for one that was interrupted and begins again. */
function callOf(text: string, begun: number): Call | undefined {
  const { shape, strings } = withoutStrings(text);
  const [, name, args, result] = /^(\w+)\((.*)\) += (0x[0-9a-f]+|-?\d+|\?)/.exec(shape) ?? [];
  if (name === undefined || args === undefined) throw new Error(`strace wrote a line that is no call: ${shape}`);
  return result === "?" ? undefined : { name, args: topLevel(args), strings, result: Number(result), begun };
}

/** Strings are long, and hold nothing but `\xNN`. */
function withoutStrings(text: string): { shape: string; strings: Buffer[] } {
  const parts = text.split('"');
  if (parts.some((part, index) => index % 2 === 0 && index > 0 && part.startsWith("...")))
    throw new Error("strace cut off a string");
  const inside = parts.filter((_, index) => index % 2 === 1);
  return {
    shape: parts.filter((_, index) => index % 2 === 0).join("$"),
    strings: inside.map((hex) => Buffer.from(hex.replaceAll("\\x", ""), "hex")),
  };
}

function topLevel(args: string): string[] {
  const found = [""];
  let depth = 0;
  for (const part of args.split(/([,[\]{}])/)) {
    if (part === "[" || part === "{") depth++;
    if (part === "]" || part === "}") depth--;
    if (part === "," && depth === 0) found.push("");
    else found[found.length - 1] += part;
  }
  return found.map((arg) => arg.trim());
}
