import type { Call } from "./call.ts";
import type { CallTable } from "./call-table.ts";
import { type OpenFile, type ProcessFiles, pathIn } from "./process-files.ts";

/** Calls that change the bytes of files, or the place where the next ones go. */
export const writeCalls: CallTable = {
  write(files, call) {
    if (call.args[0]?.startsWith("1<") && files.openFile(call.args[0]) === undefined)
      files.steps.push({ type: "say", lines: written(call).toString().trimEnd().split("\n") });
    else writeOn(files, call);
  },
  writev: (files, call) => writeOn(files, call),
  pwrite64: (files, call) => writeAt(files, call, call.args.length - 1),
  pwritev: (files, call) => writeAt(files, call, 3),
  pwritev2(files, call) {
    const [flags = "0", offset] = [call.args[4], Number(call.args[3])];
    if (!/^(0|RWF_D?SYNC|RWF_HIPRI|\|)+$/.test(flags)) throw new Error(`cannot replay pwritev2 with ${flags}`);
    const file = files.openFile(call.args[0] ?? "");
    if (file === undefined) return;
    const isDurable = file.isDurable || flags.includes("SYNC");
    if (offset >= 0) files.write(file, offset, written(call), isDurable);
    else writeOn(files, call, isDurable);
  },
  read: (files, call) => move(files.openFileAt(Number(call.args[0])), call.result),
  readv: (files, call) => move(files.openFileAt(Number(call.args[0])), call.result),
  lseek(files, { args, result }) {
    const file = files.openFile(args[0] ?? "");
    if (file !== undefined) file.position = result;
  },
  ftruncate(files, { args }) {
    const file = files.openFile(args[0] ?? "");
    if (file !== undefined) files.resize(file.node, Number(args[1]));
  },
  truncate(files, call) {
    const path = pathIn(call, 0);
    const node = files.names.find(path);
    if (files.names.isInside(path) && node !== undefined) files.resize(node, Number(call.args[1]));
  },
  fallocate(files, { args }) {
    const file = files.openFile(args[0] ?? "");
    const [mode, end] = [args[1], Number(args[2]) + Number(args[3])];
    if (file === undefined || mode === "FALLOC_FL_KEEP_SIZE") return;
    if (mode !== "0") throw new Error(`cannot replay fallocate with ${mode}`);
    files.resize(file.node, Math.max(files.sizeOf(file.node), end));
  },
};

/** A write where the last one ended. */
function writeOn(files: ProcessFiles, call: Call, isDurable?: boolean): void {
  const file = files.openFile(call.args[0] ?? "");
  if (file === undefined) return;
  const offset = file.isAppending ? files.sizeOf(file.node) : file.position;
  file.position = offset + call.result;
  files.write(file, offset, written(call), isDurable);
}

function writeAt(files: ProcessFiles, call: Call, offset: number): void {
  const file = files.openFile(call.args[0] ?? "");
  if (file === undefined) return;
  // Linux appends whatever the offset says.
  files.write(file, file.isAppending ? files.sizeOf(file.node) : Number(call.args[offset]), written(call));
}

function move(file: OpenFile | undefined, bytes: number): void {
  if (file !== undefined) file.position += bytes;
}

/** A call may write less than it was given. */
function written({ name, strings, result }: Call): Buffer {
  const data = Buffer.concat(strings);
  if (data.length < result)
    throw new Error(`cannot replay ${name}: ${result} bytes, of which ${data.length} were shown`);
  return data.subarray(0, result);
}
