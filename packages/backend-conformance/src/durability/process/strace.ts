import { execFileSync } from "node:child_process";

let fault: { readonly reason: string | undefined } | undefined;

/** Returns why system calls cannot be recorded here; `undefined` if they can. */
export function tracingFault(): string | undefined {
  fault ??= { reason: findFault() };
  return fault.reason;
}

/**
 * Returns a command under which the system calls of a program are written to a file, for `readRecording`. A program
 * that asks for `io_uring`, whose requests nobody sees, is told that this system has none.
 *
 * @example
 * ```ts
 * import { spawnSync } from "node:child_process";
 * import { recorder } from "@airssys/backend-conformance/durability/judge";
 *
 * const [strace = "", ...args] = recorder("/tmp/trace");
 * spawnSync(strace, [...args, process.execPath, "writer.js"]);
 * ```
 */
export function recorder(output: string): string[] {
  const shown = ["-y", "-xx", "-s", String(STRING_BYTES_MAX), "-e", "raw=read,readv", "-e", "signal=none"];
  const calls = [
    "-e",
    `trace=!${HARMLESS.map((name) => `?${name}`).join(",")}`,
    "-e",
    "inject=io_uring_setup:error=ENOSYS",
  ];
  return ["strace", "-f", "-qq", "--seccomp-bpf", ...shown, ...calls, "-o", output];
}

/** Longer strings are cut off, and a recording with one is refused. */
const STRING_BYTES_MAX = 64 * 1_048_576;

/**
 * They change no file. All others are recorded, so that a call that is new or forgotten here is seen. Some systems lack
 * some of them.
 */
const HARMLESS = [
  ..."access brk clock_gettime clock_nanosleep epoll_ctl epoll_pwait epoll_pwait2 epoll_wait faccessat".split(" "),
  ..."faccessat2 fstat futex getcwd getdents64 getpid getrandom gettid lstat madvise newfstatat poll prctl".split(" "),
  ..."pread64 preadv preadv2 readlink readlinkat restart_syscall rt_sigaction rt_sigprocmask".split(" "),
  ..."sched_yield stat statx".split(" "),
];

function findFault(): string | undefined {
  if (process.platform !== "linux") return `system calls are recorded with strace, which ${process.platform} lacks`;
  try {
    execFileSync("strace", ["-f", "-o", "/dev/null", "--seccomp-bpf", "true"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "strace is not installed, or may not trace processes here";
  }
}
