import * as rocksdb from "@airssys/backend-rocksdb";
import { expect, test } from "vitest";

test("the package exports these", () => {
  expect(Object.keys(rocksdb).sort()).toEqual(["openRocksdb", "requireRocksdb"]);
});
