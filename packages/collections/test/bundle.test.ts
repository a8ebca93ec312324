// A component pays for the collections that it uses, and for no other one.
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));

/** What each collection is made of, beside what all of them share. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  LookupMap: ["lookup-map.ts"],
  LookupSet: ["lookup-set.ts"],
  StorageMap: ["storage-map.ts", "lookup-map.ts"],
  StorageSet: ["storage-set.ts", "lookup-set.ts"],
  TreeMap: ["tree-map.ts", "storage-map.ts", "lookup-map.ts"],
  IndexedMap: ["indexed-map.ts", "map-index.ts", "indexes.ts", "index-check.ts", "storage-map.ts", "lookup-map.ts"],
  StorageVector: ["storage-vector.ts"],
  StorageQueue: ["storage-queue.ts"],
  StorageDeque: ["storage-deque.ts", "storage-queue.ts"],
  PriorityQueue: ["priority-queue.ts"],
  MultiMap: ["multi-map.ts", "map-of.ts", "storage-set.ts", "lookup-set.ts"],
  MapOf: ["map-of.ts"],
  VectorOf: ["vector-of.ts"],
  Counter: ["counter.ts"],
  Cell: ["cell.ts"],
};

const MAIN_MODULES = new Set(Object.values(PARTS).flat());

/** The modules of this package that end up in a component which imports a name. */
async function modulesKeptFor(name: string): Promise<string[]> {
  const entry = "\0entry";
  const bundle = await rolldown({
    input: entry,
    platform: "neutral",
    external: /^airssys:/,
    resolve: { conditionNames: ["@airssys/source", "import", "default"] },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export { ${name} } from ${JSON.stringify(`${SOURCE}index.ts`)};` : null),
      },
    ],
  });
  const { output } = await bundle.generate({});
  await bundle.close();
  const kept = Object.entries(output[0].modules).filter(([, { renderedLength }]) => renderedLength > 0);
  return kept.map(([id]) => id).filter((id) => id.startsWith(SOURCE));
}

test.each(Object.entries(PARTS))("importing %s brings none of the others", async (name, parts) => {
  const kept = (await modulesKeptFor(name)).map((id) => basename(id)).filter((file) => MAIN_MODULES.has(file));
  expect(kept.toSorted()).toEqual(parts.toSorted());
});

test("the package exports these names", async () => {
  expect(Object.keys(await import("../src/index.ts")).toSorted()).toEqual(
    [...Object.keys(PARTS), "NotUniqueError", "WrongKindError", "jsonKeys"].toSorted(),
  );
});
