import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../engine.ts";

const load = () => import("@airssys/backend-files");

/** `files:FOLDER` */
export const files: Engine = {
  package: "@airssys/backend-files",
  place: "path",
  exists: (path) => existsSync(join(path, "store.json")),
  load,
  open: async (path, { readOnly }) => (await load()).openFiles({ path, readOnly }),
};
