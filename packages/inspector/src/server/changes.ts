import type { Namespaces } from "@airssys/host";
import type { NamespacesAnswer } from "../api/answers.ts";
import { readNamespaces } from "./read.ts";

/** How often the records of namespaces are read while a page is open. Other processes tell nobody of their commits. */
const EVERY_MS = 500;

/**
 * Yields the first page of namespaces, and again whenever one of them has changed, whoever changed it, until the signal
 * ends it. What comes faster than it is read is left out, save for the newest.
 */
export async function* followNamespaces(store: Namespaces, signal: AbortSignal): AsyncGenerator<NamespacesAnswer> {
  let last = "";
  while (!signal.aborted) {
    const answer = await readNamespaces(store, undefined);
    const text = JSON.stringify(answer);
    if (text !== last) yield answer;
    last = text;
    await pause(signal);
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, EVERY_MS);
    signal.addEventListener("abort", end);
  });
}
