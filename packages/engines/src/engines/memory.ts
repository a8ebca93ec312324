import type { Engine } from "../engine.ts";

const load = () => import("@airssys/backend/memory");

/** `memory:`, a new and empty engine, gone with the process. */
export const memory: Engine = {
  package: "@airssys/backend",
  place: "none",
  exists: () => true,
  load,
  open: async () => (await load()).openMemory(),
};
