/** How much namespaces have used since the page was opened. */
import { signal } from "@preact/signals";
import type { NamespaceAnswer } from "../../api/answers.ts";

/** What a namespace used at a moment. */
export interface Sample {
  readonly at: number;
  readonly bytes: number;
  readonly keys: number;
}

/** Samples of a namespace: of twice as many, every other one goes. */
const SAMPLES_MAX = 240;

export const samples = signal<ReadonlyMap<string, readonly Sample[]>>(new Map());

/** Keeps a sample of each namespace that has changed. */
export function remember(namespaces: readonly NamespaceAnswer[]): void {
  const at = Date.now();
  const all = new Map(samples.value);
  for (const { name, bytes, keys } of namespaces) {
    const before = all.get(name) ?? [];
    const last = before.at(-1);
    if (last && last.bytes === bytes && last.keys === keys) continue;
    all.set(name, thinned([...before, { at, bytes, keys }]));
  }
  samples.value = all;
}

function thinned(of: readonly Sample[]): readonly Sample[] {
  return of.length <= SAMPLES_MAX ? of : of.filter((_, index) => index === of.length - 1 || index % 2 === 0);
}
