import type { CallTable } from "./call-table.ts";

/**
 * Calls that make durable what was done before they began. `sync_file_range` is none of them: it waits for no metadata,
 * nor for the disk to have emptied its cache.
 */
export const syncCalls: CallTable = {
  fsync(files, { args }, begun) {
    const file = files.openFile(args[0] ?? "");
    if (file !== undefined) files.steps.push({ type: "sync", node: file.node, begun });
  },
  fdatasync: (files, call, begun) => syncCalls.fsync?.(files, call, begun),
  sync: (files, _call, begun) => files.steps.push({ type: "sync", node: "all", begun }),
  syncfs(files, { args }, begun) {
    if (files.openFile(args[0] ?? "") !== undefined) files.steps.push({ type: "sync", node: "all", begun });
  },
  sync_file_range() {},
};
