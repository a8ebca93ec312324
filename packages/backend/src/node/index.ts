export {
  requireBooleanOption,
  requireIntegerOption,
  requireOptions,
  requirePathOption,
  requireWordOption,
} from "./engine-options.ts";
export { fileError } from "./file-error.ts";
export { hasRoom } from "./room.ts";
export { identifyFile, type StoreFolder, syncNames, useFolder } from "./store-folder.ts";
export { type CopyWriter, writeBackup } from "./write-backup.ts";
