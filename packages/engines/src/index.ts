export { EngineError, type EngineErrorCode } from "./engine-error.ts";
export { type ListedEngine, listEngines } from "./list-engines.ts";
export { type OpenAtOptions, type OpenStoreAtOptions, openBackendAt, openStoreAt, type StoreAt } from "./open-at.ts";
