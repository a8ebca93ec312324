export { openFiles } from "./files-backend.ts";
export type { FilesOptions } from "./options.ts";
