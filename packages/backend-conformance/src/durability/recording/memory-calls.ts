import type { CallTable } from "./call-table.ts";
import type { ProcessFiles } from "./process-files.ts";
import { pathOf } from "./process-files.ts";

/**
 * Calls about memory that is a file. Nobody sees a write to memory: where a file can be written so, its bytes are
 * unknown.
 */
export const memoryCalls: CallTable = {
  mmap(files, { args, result }) {
    const [, bytes, protection = "", flags = "", descriptor = ""] = args;
    const file = files.openFile(descriptor);
    if (file === undefined || !flags.includes("MAP_SHARED") || !file.isWritable) return;
    const path = pathOf(descriptor) ?? "";
    if (protection.includes("PROT_WRITE")) files.unknown.add(file.node);
    else files.mappings.push({ start: result, end: result + Number(bytes), path, node: file.node });
  },
  munmap: (files, { args }) => unmap(files, Number(args[0]), Number(args[1])),
  mprotect(files, { args }) {
    if (!args[2]?.includes("PROT_WRITE")) return;
    for (const { node } of overlapping(files, Number(args[0]), Number(args[1]))) files.unknown.add(node);
  },
  mremap(files, { args, result }) {
    for (const mapping of overlapping(files, Number(args[0]), Number(args[1])))
      files.mappings.push({ ...mapping, start: result, end: result + Number(args[2]) });
  },
  msync(files, { args }) {
    for (const { path } of overlapping(files, Number(args[0]), Number(args[1])))
      throw new Error(`cannot replay msync of ${path}`);
  },
};

function overlapping({ mappings }: ProcessFiles, start: number, bytes: number) {
  return mappings.filter((mapping) => mapping.start < start + bytes && start < mapping.end);
}

/** Parts of a mapping that stay are kept whole. */
function unmap(files: ProcessFiles, start: number, bytes: number): void {
  for (const mapping of overlapping(files, start, bytes)) {
    if (start <= mapping.start && mapping.end <= start + bytes)
      files.mappings.splice(files.mappings.indexOf(mapping), 1);
  }
}
