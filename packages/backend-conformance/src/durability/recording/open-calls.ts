import type { CallTable } from "./call-table.ts";
import { type OpenFile, type ProcessFiles, pathIn } from "./process-files.ts";

/** Calls that open files, and make and end descriptors. */
export const openCalls: CallTable = {
  openat: (files, call) => open(files, pathIn(call, 0, call.args[0]), call.args[2] ?? "", call.result),
  open: (files, call) => open(files, pathIn(call, 0), call.args[1] ?? "", call.result),
  creat: (files, call) => open(files, pathIn(call, 0), "O_WRONLY|O_CREAT|O_TRUNC", call.result),
  close: (files, { args }) => files.setDescriptor(Number.parseInt(args[0] ?? "", 10), undefined),
  dup: (files, { args, result }) => files.setDescriptor(result, files.openFile(args[0] ?? "")),
  dup2: (files, { args, result }) => files.setDescriptor(result, files.openFile(args[0] ?? "")),
  dup3: (files, { args, result }) => files.setDescriptor(result, files.openFile(args[0] ?? "")),
  fcntl(files, { args, result }) {
    const file = files.openFile(args[0] ?? "");
    if (args[1]?.startsWith("F_DUPFD")) files.setDescriptor(result, file);
    else if (file !== undefined && args[1] === "F_SETFL")
      throw new Error("cannot replay fcntl(F_SETFL), which changes how a file is written");
  },
};

function open(files: ProcessFiles, path: string, flags: string, descriptor: number): void {
  files.setDescriptor(descriptor, undefined);
  if (!files.names.isInside(path)) return;
  if (flags.includes("O_TMPFILE")) throw new Error(`cannot replay O_TMPFILE, with which ${path} was opened`);
  const file = findOrCreate(files, path, flags);
  if (flags.includes("O_TRUNC")) files.resize(file.node, 0);
  files.setDescriptor(descriptor, file);
}

function findOrCreate(files: ProcessFiles, path: string, flags: string): OpenFile {
  const found = files.names.find(path);
  if (found === undefined && !flags.includes("O_CREAT"))
    throw new Error(`cannot replay the opening of ${path}: it was not recorded who created it`);
  const node = found ?? { isFolder: false };
  if (found === undefined) files.rename([path, node]);
  return {
    node,
    isAppending: flags.includes("O_APPEND"),
    isDurable: /O_D?SYNC/.test(flags),
    isWritable: !flags.includes("O_RDONLY"),
    position: 0,
  };
}
