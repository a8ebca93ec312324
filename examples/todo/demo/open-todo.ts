import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openLmdb } from "@airssys/backend-lmdb";
import { type Clock, openHost, parseManifest } from "@airssys/host";
import { type Instance, load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What is to be done. */
export interface Item {
  readonly id: number;
  readonly title: string;
  readonly due: string | undefined;
  readonly tags: readonly string[];
  readonly isDone: boolean;
}

/** What the component exports, as its WIT says. */
export interface TodoExports {
  readonly todo: {
    add(title: string, due: string | undefined, tags: readonly string[]): Item;
    complete(id: number): Item;
    reopen(id: number): Item;
    remove(id: number): boolean;
    all(isDone: boolean): Item[];
    dueBefore(day: string): Item[];
    tagged(tag: string): Item[];
  };
}

/** The component at work. */
export interface OpenTodo {
  readonly todo: Instance<TodoExports>;
  close(): Promise<void>;
}

/** A host over LMDB with the component running in it. Items expire by the host's clock. */
export async function openTodo(component: Uint8Array, data: string, clock: Clock = Date.now): Promise<OpenTodo> {
  const backend = openLmdb({ path: data });
  const host = openHost({ backend, clock });
  const manifest = parseManifest(await readFile(at("../Component.toml"), "utf8"));
  const cache = fileCache(at("../../../.cache/transpiled"));
  const loaded = await load<TodoExports>(component, { host, manifest, cache });
  const todo = await loaded.start();
  return {
    todo,
    async close() {
      await todo.stop();
      backend.close();
    },
  };
}
