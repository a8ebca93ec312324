export { type ChildProcessesOptions, type ChildProcessIsolation, childProcesses } from "./child-processes.ts";
export { type FileCacheOptions, fileCache } from "./file-cache.ts";
export type { Walls } from "./launcher.ts";
export { type WorkerThreadsOptions, workerThreads } from "./worker-threads.ts";
