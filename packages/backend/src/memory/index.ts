export { openMemory } from "./memory-backend.ts";
