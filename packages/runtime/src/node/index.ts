export { type FileCacheOptions, fileCache } from "./file-cache.ts";
