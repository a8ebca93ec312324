import { open } from "lmdb";
import { swallow } from "../black-hole.ts";
import type { Raw } from "./raw.ts";

/** lmdb with the same keys and values as bytes, opened as the backend over it opens it. */
export function openRawLmdb(path: string): Raw {
  const root = open({ path, noSubdir: false, maxDbs: 2 });
  const data = root.openDB<Buffer, Buffer>({ name: "data", encoding: "binary", keyEncoding: "binary" });
  const put = (key: Buffer, value: Uint8Array) => {
    root.transactionSync(() => {
      data.putSync(key, value as Buffer);
    });
  };
  return {
    name: "lmdb: getBinary, transactionSync",
    getEach(keys, indexes) {
      for (const index of indexes) swallow((data.getBinary(keys.engineKey(index)) as Buffer).length);
    },
    putEach(keys, indexes, value) {
      for (const index of indexes) put(keys.engineKey(index), value);
    },
    putTogether(keys, indexes, value) {
      root.transactionSync(() => {
        for (const index of indexes) data.putSync(keys.engineKey(index), value as Buffer);
      });
    },
    close: () => root.close(),
  };
}
