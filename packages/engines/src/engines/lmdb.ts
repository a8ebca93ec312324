import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../engine.ts";

const load = () => import("@airssys/backend-lmdb");

/** `lmdb:FOLDER` */
export const lmdb: Engine = {
  package: "@airssys/backend-lmdb",
  place: "path",
  exists: (path) => existsSync(join(path, "data.mdb")),
  load,
  open: async (path, { readOnly }) => (await load()).openLmdb({ path, readOnly }),
};
