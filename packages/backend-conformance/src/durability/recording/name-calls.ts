import type { CallTable } from "./call-table.ts";
import { type ProcessFiles, pathIn } from "./process-files.ts";

/** Calls that change names. */
export const nameCalls: CallTable = {
  mkdir: (files, call) => create(files, pathIn(call, 0)),
  mkdirat: (files, call) => create(files, pathIn(call, 0, call.args[0])),
  rmdir: (files, call) => remove(files, pathIn(call, 0)),
  unlink: (files, call) => remove(files, pathIn(call, 0)),
  unlinkat: (files, call) => remove(files, pathIn(call, 0, call.args[0])),
  rename: (files, call) => move(files, pathIn(call, 0), pathIn(call, 1)),
  renameat: (files, call) => move(files, pathIn(call, 0, call.args[0]), pathIn(call, 1, call.args[2])),
  renameat2(files, call) {
    if (/EXCHANGE|WHITEOUT/.test(call.args[4] ?? "")) throw new Error(`cannot replay renameat2 with ${call.args[4]}`);
    move(files, pathIn(call, 0, call.args[0]), pathIn(call, 1, call.args[2]));
  },
  link: (files, call) => link(files, pathIn(call, 0), pathIn(call, 1)),
  linkat: (files, call) => link(files, pathIn(call, 0, call.args[0]), pathIn(call, 1, call.args[2])),
};

function create(files: ProcessFiles, path: string): void {
  if (files.names.isInside(path)) files.rename([path, { isFolder: true }]);
}

function remove(files: ProcessFiles, path: string): void {
  if (files.names.isInside(path)) files.rename([path, undefined]);
}

function move(files: ProcessFiles, from: string, to: string): void {
  const isInside = files.names.isInside(from);
  if (isInside !== files.names.isInside(to)) throw new Error(`cannot replay that ${from} became ${to}`);
  if (isInside) files.rename([from, undefined], [to, requireNode(files, from)]);
}

function link(files: ProcessFiles, from: string, to: string): void {
  const isInside = files.names.isInside(from);
  if (isInside !== files.names.isInside(to)) throw new Error(`cannot replay that ${from} is linked as ${to}`);
  if (isInside) files.rename([to, requireNode(files, from)]);
}

function requireNode(files: ProcessFiles, path: string) {
  const node = files.names.find(path);
  if (node === undefined) throw new Error(`cannot replay a new name of ${path}: it was not recorded who created it`);
  return node;
}
