import { type Backend, type Bytes, compareBytes, type Entry, sameBytes, type Write } from "@airssys/backend";
import { RECORDS } from "../../store/format/namespace-layout.ts";
import { decodeRecord } from "../../store/format/namespace-record.ts";
import { FORMAT_KEY } from "../../store/store-format.ts";
import { isVersion, type Pass } from "./copy-namespaces.ts";
import { pagesOf, SYSTEM_RECORDS } from "./migration-source.ts";

/**
 * Makes the target a store, if every namespace has the version that it has in the source: then all of them are as they
 * were when this look at them began. Takes over what changes without a new version, such as quotas.
 *
 * @returns whether it is a store now.
 */
export async function settleStore({ from, target }: Pick<Pass, "from" | "target">): Promise<boolean> {
  let writes: Write[] = [];
  for await (const found of differences(from, target.backend)) {
    if (found === "unsettled") return false;
    if (writes.push(found) < WRITES_PER_COMMIT) continue;
    await target.commit(writes, undefined);
    writes = [];
  }
  await target.finish(writes);
  return true;
}

const WRITES_PER_COMMIT = 1_000;

async function* differences(from: Backend, to: Backend): AsyncGenerator<Write | "unsettled"> {
  for await (const page of pagesOf(from, SYSTEM_RECORDS)) {
    const there = await to.getMany(page.map(({ key }) => key));
    for (const [index, entry] of page.entries()) {
      const copy = there[index];
      if (sameBytes(entry.key, FORMAT_KEY) || sameBytes(copy, entry.value)) continue;
      yield isUnsettled(entry, copy) ? "unsettled" : { type: "put", ...entry };
    }
  }
  for await (const page of pagesOf(to, { ...SYSTEM_RECORDS, valueBytesMax: 0 })) {
    const here = await from.getMany(page.map(({ key }) => key));
    for (const [index, { key }] of page.entries()) {
      if (here[index] === undefined) yield isNamespaceRecord(key) ? "unsettled" : { type: "delete", key };
    }
  }
}

function isUnsettled({ key, value }: Entry, copy: Bytes | undefined): boolean {
  return isNamespaceRecord(key) && !isVersion(copy, decodeRecord(value).version);
}

function isNamespaceRecord(key: Bytes): boolean {
  return compareBytes(key, RECORDS.gte) >= 0 && compareBytes(key, RECORDS.lt) < 0;
}
