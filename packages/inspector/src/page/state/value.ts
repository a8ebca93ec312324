/** The entry that is selected, with its whole value, as it is now. */
import { effect, signal } from "@preact/signals";
import type { ValueAnswer } from "../../api/answers.ts";
import { readValue } from "./client.ts";
import { chosen, namespace, selected } from "./entries.ts";

/** The value, `gone` if the key is there no longer, a failure in words, or nothing. */
export type Shown = { readonly value: ValueAnswer } | { readonly failure: string } | "gone" | undefined;

export const shown = signal<Shown>(undefined);

/** Reads the selected entry whenever another is selected, or its namespace has changed. */
export function keepValue(): void {
  let current = 0;
  effect(() => {
    const version = namespace.value?.version;
    const number = ++current;
    const { value: name } = chosen;
    if (name === undefined || selected.value === undefined || version === undefined) {
      shown.value = undefined;
      return;
    }
    const { key } = selected.value;
    void readValue(name, key)
      .then((value): Shown => (value ? { value } : "gone"), failureOf)
      .then((next) => {
        if (number === current) shown.value = next;
      });
  });
}

function failureOf(error: unknown): Shown {
  return { failure: error instanceof Error ? error.message : String(error) };
}
