import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CollectionsAnswer } from "../../api/answers.ts";
import { readCollections } from "../state/client.ts";
import { chosen, collection, namespace, open, prefix, search } from "../state/entries.ts";
import { samples } from "../state/history.ts";
import { countText } from "./numbers.ts";
import { UsagePlot } from "./usage-plot.tsx";

/** The namespace that is looked at: its name, its use, the search, its collections. */
export function NamespaceHead() {
  const name = chosen.value ?? "";
  return (
    <div class="head">
      <div class="title">
        <h2>{name}</h2>
        <span class="dim">version {countText(namespace.value?.version ?? 0)}</span>
        <Quota />
        <UsagePlot samples={samples.value.get(name) ?? []} />
      </div>
      <input
        id="search"
        type="search"
        placeholder="Keys that begin with … ( / )"
        aria-label="Keys that begin with"
        spellcheck={false}
        autocomplete="off"
        value={prefix.value}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "ArrowDown") return;
          event.preventDefault();
          document.getElementById("entries")?.focus();
        }}
      />
      <Collections key={name} name={name} />
    </div>
  );
}

function Quota() {
  const { keys = 0, quotaKeys = null } = namespace.value ?? {};
  return quotaKeys === null ? null : (
    <span class="dim">
      {countText(keys)} of {countText(quotaKeys)} keys
    </span>
  );
}

/** Nothing was looked for yet. */
const NONE: CollectionsAnswer = { collections: [], isPartial: false };

/** How long after the last of some commits the collections are looked for again. */
const AGAIN_MS = 2_000;

/** Shows a collection as a table when it is pressed, and all keys when it is pressed again. */
function Collections({ name }: { readonly name: string }) {
  const found = useSignal<CollectionsAnswer>(NONE);
  const version = namespace.value?.version;
  useEffect(() => {
    const look = () => void readCollections(name).then(show, () => undefined); // the entries say why nothing is read
    const show = (answer: CollectionsAnswer) => {
      found.value = answer;
    };
    // Not at every commit: all keys are read for it.
    const timer = setTimeout(look, found.peek() === NONE ? 0 : AGAIN_MS);
    return () => clearTimeout(timer);
  }, [version]);
  const { collections, isPartial } = found.value;
  if (collections.length === 0) return null;
  return (
    <fieldset class="collections" aria-label="Collections">
      {collections.map((each) => {
        const isShown = collection.value?.prefix === each.prefix;
        return (
          <button
            type="button"
            key={each.prefix}
            aria-pressed={isShown}
            onClick={() => open(isShown ? undefined : each)}
          >
            {each.text}
          </button>
        );
      })}
      {isPartial ? <span class="dim">of the first 100,000 keys</span> : null}
    </fieldset>
  );
}
