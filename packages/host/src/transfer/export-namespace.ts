import { printLine } from "../contract/entry-line.ts";
import { guestKey } from "../store/format/stored-key.ts";
import { NamespaceReading, type ReadEntry } from "../store/namespaces/read-namespace.ts";
import { coreOf, type Namespaces } from "../store/open-store.ts";

/**
 * Exports a namespace as JSON Lines, the text that components export and import (`docs/formats/json-lines.md`): an
 * entry for each key that has not expired, in the order of keys. Yields chunks of UTF-8 that end with a line.
 *
 * All chunks show the namespace at one instant, when the first of them was asked for. Over an engine with snapshots
 * (LMDB, memory) others may write meanwhile, and LMDB's file grows with what they write until the export has ended.
 * Over the others a commit to the namespace ends the export with a `conflict`: begin anew.
 *
 * Takes no more memory for more keys, and lets the event loop go round every few milliseconds. Whoever stops early ends
 * the loop, or calls `return`, so that the snapshot is closed.
 *
 * @throws RangeError if the name is none; NamespaceError if there is no such namespace, or it is being filled or
 * removed; StorageError `conflict`. All of them when a chunk is asked for.
 *
 * @example
 * ```ts
 * import { createWriteStream } from "node:fs";
 * import { Readable } from "node:stream";
 * import { pipeline } from "node:stream/promises";
 * import { openLmdb } from "@airssys/backend-lmdb";
 * import { exportNamespace, openStore } from "@airssys/host";
 *
 * const namespaces = openStore({ backend: openLmdb({ path: "./data" }) });
 * await pipeline(Readable.from(exportNamespace(namespaces, "app:shop")), createWriteStream("shop.jsonl"));
 * ```
 */
export async function* exportNamespace(
  namespaces: Namespaces,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const core = coreOf(namespaces);
  const reading = await NamespaceReading.begin(core.backend, name, core.transactor(name).memory);
  try {
    reading.requirePresent(name);
    for await (const page of reading.pages()) yield* chunksOf(page);
  } finally {
    await reading.close();
  }
}

/** Characters after which a chunk ends. */
const CHUNK_CHARACTERS = 65_536;

const encoder = new TextEncoder();

function* chunksOf(page: readonly ReadEntry[]): Generator<Uint8Array> {
  let lines = "";
  for (const entry of page) {
    lines += printLine({ ...entry, key: guestKey(entry.key) });
    if (lines.length < CHUNK_CHARACTERS) continue;
    yield encoder.encode(lines);
    lines = "";
  }
  if (lines !== "") yield encoder.encode(lines);
}
