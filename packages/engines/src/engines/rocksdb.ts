import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../engine.ts";

const load = () => import("@airssys/backend-rocksdb");

/** `rocksdb:FOLDER` */
export const rocksdb: Engine = {
  package: "@airssys/backend-rocksdb",
  place: "path",
  exists: (path) => existsSync(join(path, "CURRENT")),
  load: async () => (await load()).requireRocksdb(),
  open: async (path, { readOnly }) => (await load()).openRocksdb({ path, readOnly }),
};
