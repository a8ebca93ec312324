import { readFile } from "node:fs/promises";
import { openLmdb } from "@airssys/backend-lmdb";
import { openHost, parseManifest } from "@airssys/host";
import { type Instance, load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { PLACES } from "./places.ts";

export interface Note {
  readonly file: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly words: number;
}

/** What the component exports, as its WIT says. */
export interface NotesExports {
  readonly notes: {
    add(file: string, markdown: string): Note;
    remove(file: string): boolean;
    all(): Note[];
    tagged(tag: string): Note[];
    text(file: string): string | undefined;
    wordCount(): bigint;
  };
}

/** A host over LMDB with the component running in it: all that an embedder writes. */
export async function openNotes(): Promise<{ notes: Instance<NotesExports>; close(): Promise<void> }> {
  const backend = openLmdb({ path: PLACES.data });
  const host = openHost({ backend });
  const manifest = parseManifest(await readFile(PLACES.manifest, "utf8"), PLACES.manifest);
  const cache = fileCache(PLACES.transpiled);
  const component = await load<NotesExports>(await readFile(PLACES.component), { host, manifest, cache });
  const notes = await component.start();
  return {
    notes,
    async close() {
      await notes.stop();
      backend.close();
    },
  };
}
