// Isolation in threads and in processes.

export { type ChildProcessesOptions, type ChildProcessIsolation, childProcesses } from "./child-processes.ts";
export type { Walls } from "./launcher.ts";
export { type WorkerThreadsOptions, workerThreads } from "./worker-threads.ts";

// A cache that survives the process.

export { type FileCacheOptions, fileCache } from "./file-cache.ts";
