export { type FileCacheOptions, fileCache } from "./file-cache.ts";
export { type WorkerThreadsOptions, workerThreads } from "./worker-threads.ts";
