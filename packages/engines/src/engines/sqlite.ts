import { existsSync } from "node:fs";
import type { Engine } from "../engine.ts";

const load = () => import("@airssys/backend-sqlite");

/** `sqlite:FILE` */
export const sqlite: Engine = {
  package: "@airssys/backend-sqlite",
  place: "path",
  exists: existsSync,
  load,
  open: async (path, { readOnly }) => (await load()).openSqlite({ path, readOnly }),
};
