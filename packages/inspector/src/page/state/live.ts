/** The store as the server tells of it, and whether it still does. */
import { signal } from "@preact/signals";
import type { NamespaceAnswer } from "../../api/answers.ts";
import { RefusedError, readChanges, readNamespaces, readStore } from "./client.ts";
import { remember } from "./history.ts";

/** `waiting` until the first answer, then `live`, `lost` while the server cannot be reached, or `refused` for good. */
export const connection = signal<"waiting" | "live" | "lost" | "refused">("waiting");

/** Why there is no connection, in words. */
export const failure = signal("");

export const isWritable = signal(false);

export const namespaces = signal<readonly NamespaceAnswer[]>([]);

/** The name after which there are more namespaces. */
export const moreAfter = signal<string | null>(null);

/** The clock of the server, less the one of this page. */
export const clockAheadMs = signal(0);

const AGAIN_MS = 1_000;

/** Follows the store until the server refuses, and asks again when it cannot be reached. */
export async function follow(): Promise<void> {
  while (connection.value !== "refused") {
    try {
      await followOnce();
      lose("the server has ended the connection");
    } catch (error) {
      const isRefused = error instanceof RefusedError && error.status < 500;
      lose(error instanceof RefusedError ? error.message : "the server cannot be reached; is the inspector running?");
      if (isRefused) connection.value = "refused";
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

async function followOnce(): Promise<void> {
  const store = await readStore();
  isWritable.value = store.isWritable;
  clockAheadMs.value = store.now - Date.now();
  for await (const answer of readChanges()) {
    const first = answer.namespaces;
    const lastName = first.at(-1)?.name ?? "";
    // What was shown of further pages stays until it is asked for again.
    const further = answer.after === null ? [] : namespaces.value.filter(({ name }) => name > lastName);
    namespaces.value = [...first, ...further];
    if (further.length === 0) moreAfter.value = answer.after;
    remember(first);
    connection.value = "live";
    failure.value = "";
  }
}

/** Shows the next page of namespaces. */
export async function showMoreNamespaces(): Promise<void> {
  if (moreAfter.value === null) return;
  const page = await readNamespaces(moreAfter.value);
  namespaces.value = [...namespaces.value, ...page.namespaces];
  moreAfter.value = page.after;
}

function lose(why: string): void {
  connection.value = "lost";
  failure.value = why;
}
