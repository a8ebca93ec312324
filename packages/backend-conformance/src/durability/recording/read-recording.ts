import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { type Call, wholeCalls } from "./call.ts";
import type { CallTable } from "./call-table.ts";
import { memoryCalls } from "./memory-calls.ts";
import { nameCalls } from "./name-calls.ts";
import { openCalls } from "./open-calls.ts";
import { ProcessFiles, pathIn, pathOf } from "./process-files.ts";
import type { Recording } from "./step.ts";
import { syncCalls } from "./sync-calls.ts";
import { writeCalls } from "./write-calls.ts";

/** Where a process worked. */
export interface RecordedFolder {
  /** The folder, without symbolic links. It was empty when the process began. */
  readonly folder: string;
  /**
   * Matches the names of files that are written through shared memory and made anew when a store is opened, such as
   * those of locks. Default: there are none.
   */
  readonly rebuilt?: RegExp | undefined;
}

/**
 * Returns the steps of a process in a folder, of the file in which a {@link recorder} wrote them down.
 *
 * @throws Error for a call that changes something in the folder in a way that cannot be replayed, and for a file that
 * is written through shared memory and not `rebuilt`.
 */
export function readRecording(trace: string, { folder, rebuilt }: RecordedFolder): Recording {
  const files = new ProcessFiles(folder);
  /** Number of steps that had been taken when each call returned. */
  const taken: number[] = [];
  for (const call of wholeCalls(readFileSync(trace))) {
    replay(files, call, call.begun === 0 ? 0 : (taken[call.begun - 1] ?? files.steps.length));
    taken.push(files.steps.length);
  }
  for (const node of files.unknown) requireRebuilt([...files.names.pathsOf(node)], rebuilt);
  return { root: files.names.root, steps: files.steps, unknown: files.unknown };
}

const CALLS: CallTable = { ...openCalls, ...writeCalls, ...nameCalls, ...syncCalls, ...memoryCalls };

/** They concern files, and change neither bytes nor names. */
const HARMLESS = new Set(
  (
    "chmod fchmod fchmodat fchmodat2 chown fchown fchownat lchown utime utimes utimensat futimesat flock fadvise64 " +
    "readahead statfs fstatfs getxattr fgetxattr lgetxattr listxattr flistxattr inotify_add_watch mincore mlock " +
    "execve getdents epoll_ctl umask name_to_handle_at"
  ).split(" "),
);

function replay(files: ProcessFiles, call: Call, begun: number): void {
  if (call.name.startsWith("syscall_0x")) throw new Error(`strace does not know the system call ${call.name}`);
  // Nothing has happened. Of a sync that failed nobody knows what it made durable.
  if (call.result < 0 && call.name !== "mmap") return;
  const act = CALLS[call.name];
  if (act !== undefined) act(files, call, begun);
  else if (!HARMLESS.has(call.name) && !isQuestion(call)) requireElsewhere(files, call);
}

/** An `ioctl` that asks for something. */
function isQuestion({ name, args }: Call): boolean {
  return name === "ioctl" && /^(TC|TIOCG|FS_IOC_GET|FIGETBSZ|BLKSSZGET|BLKPBSZGET|FIONREAD)/.test(args[1] ?? "");
}

function requireElsewhere(files: ProcessFiles, call: Call): void {
  const paths = [
    ...call.args.flatMap((arg) => arg.match(/<[^>]*>/g) ?? []).map(pathOf),
    ...call.strings.map((_, index) => pathIn(call, index)),
  ];
  const path = paths.find((found) => found !== undefined && files.names.isInside(found));
  if (path === undefined && call.name !== "chdir" && call.name !== "fchdir") return;
  throw new Error(`cannot replay the system call ${call.name}${path === undefined ? "" : ` on ${path}`}`);
}

function requireRebuilt(paths: readonly string[], rebuilt: RegExp | undefined): void {
  if (paths.some((path) => rebuilt?.test(posix.basename(path)))) return;
  throw new Error(
    `${paths[0]} is written through shared memory, which cannot be recorded; if it is made anew whenever a store is opened, name it as "rebuilt"`,
  );
}
