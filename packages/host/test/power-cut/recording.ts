import { readFileSync } from "node:fs";
import { basename } from "node:path";

// What a process did to one file, as strace saw it, between the lines that the process said.

/** One thing that a process did. */
export type Step =
  /** Bytes went to the file. `isDurable` if the descriptor makes each write durable before it returns. */
  | { readonly type: "write"; readonly offset: number; readonly data: Buffer; readonly isDurable: boolean }
  /** Everything written so far is durable. */
  | { readonly type: "sync" }
  | { readonly type: "say"; readonly lines: readonly string[] };

/** Makes strace write down what {@link readRecording} reads. */
export function recorder(output: string): string[] {
  const calls = "openat,lseek,write,writev,pwrite64,fdatasync,fsync,ftruncate,fallocate,msync,pwritev,pwritev2";
  return ["strace", "-f", "-qq", "-xx", "-s", "16777216", "-e", `trace=${calls}`, "-e", "signal=none", "-o", output];
}

/**
 * The steps of a recording that concern files of a name, and standard output. @throws Error for a call that it cannot
 * replay
 */
export function readRecording(output: string, fileName: string): Step[] {
  const recording = new Recording(fileName);
  return [...wholeCalls(readFileSync(output, "latin1"))].flatMap((call) => recording.stepsOf(call));
}

interface Call {
  readonly name: string;
  readonly args: string;
  readonly result: number;
}

/** Calls in the order in which they returned. One that others interrupted is on two lines. */
function* wholeCalls(trace: string): Iterable<Call> {
  const begun = new Map<string, string>();
  for (const line of trace.split("\n")) {
    const [, process = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (rest.endsWith("<unfinished ...>")) {
      begun.set(process, rest.slice(0, -"<unfinished ...>".length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const whole = resumed === null ? rest : (begun.get(process) ?? "") + resumed[1];
    const [, name, args, result] = /^(\w+)\((.*)\) += (-?\d+)/.exec(whole) ?? [];
    if (name !== undefined && args !== undefined) yield { name, args, result: Number(result) };
  }
}

class Recording {
  readonly #fileName: string;
  /** Open descriptors of the file, and whether their writes are durable. */
  readonly #descriptors = new Map<number, { readonly isDurable: boolean; position: number }>();

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  stepsOf({ name, args, result }: Call): Step[] {
    if (name === "openat") this.#open(args, result);
    const number = Number(/^\d+/.exec(args)?.[0]);
    if (name === "write" && number === 1)
      return [{ type: "say", lines: decoded(args).toString().trimEnd().split("\n") }];
    const descriptor = this.#descriptors.get(number);
    if (descriptor === undefined || name === "openat") return [];
    if (name === "lseek") descriptor.position = result;
    if (name === "lseek") return [];
    if (name === "fdatasync" || name === "fsync") return result === 0 ? [{ type: "sync" }] : [];
    const data = decoded(args);
    if (!["pwrite64", "writev", "write"].includes(name) || data.length !== result) {
      throw new Error(`cannot replay ${name} with ${data.length} bytes, which answered ${result}`);
    }
    const offset = name === "pwrite64" ? Number(/(\d+)\s*$/.exec(args)?.[1]) : descriptor.position;
    if (name !== "pwrite64") descriptor.position += result;
    return [{ type: "write", offset, data, isDurable: descriptor.isDurable }];
  }

  /** A number that is used again is another file from then on. */
  #open(args: string, descriptor: number): void {
    this.#descriptors.delete(descriptor);
    if (basename(decoded(args).toString()) !== this.#fileName) return;
    this.#descriptors.set(descriptor, { isDurable: /O_D?SYNC/.test(args), position: 0 });
  }
}

/** The bytes of all strings among the arguments of a call, one after the other. */
function decoded(args: string): Buffer {
  const strings = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g)];
  if (strings.some(([, , isCut]) => isCut !== undefined)) throw new Error("strace cut off a string");
  return Buffer.from(strings.map(([, hex = ""]) => hex.replaceAll("\\x", "")).join(""), "hex");
}
