import type { NamespaceAnswer } from "../../api/answers.ts";
import { choose, chosen } from "../state/entries.ts";
import { moreAfter, namespaces, showMoreNamespaces } from "../state/live.ts";
import { bytesText, countText } from "./numbers.ts";

/** The namespaces of the store, with what they use. */
export function Namespaces() {
  const largest = Math.max(1, ...namespaces.value.map(({ bytes }) => bytes));
  return (
    <nav class="namespaces" aria-label="Namespaces">
      <h2>Namespaces</h2>
      <ul>
        {namespaces.value.map((each) => (
          <li key={each.name}>
            <Namespace namespace={each} largest={largest} />
          </li>
        ))}
      </ul>
      {moreAfter.value === null ? null : (
        <button type="button" onClick={() => void showMoreNamespaces()}>
          Show more
        </button>
      )}
    </nav>
  );
}

function Namespace({ namespace, largest }: { readonly namespace: NamespaceAnswer; readonly largest: number }) {
  const { name, bytes, keys, state, quotaBytes } = namespace;
  return (
    <button
      type="button"
      class="namespace"
      aria-current={chosen.value === name ? "true" : undefined}
      onClick={() => choose(name)}
    >
      <span class="name">{name}</span>
      {state === "open" ? null : <span class="pill warm">{state}</span>}
      <span class="used">
        {bytesText(bytes)}
        {quotaBytes === null ? "" : ` of ${bytesText(quotaBytes)}`} · {countText(keys)} {keys === 1 ? "key" : "keys"}
      </span>
      <Bar used={bytes} of={quotaBytes ?? largest} isQuota={quotaBytes !== null} />
    </button>
  );
}

/** What is used of a quota; without one, beside the largest namespace. */
function Bar({ used, of, isQuota }: { readonly used: number; readonly of: number; readonly isQuota: boolean }) {
  const share = of === 0 ? 100 : Math.min(100, (100 * used) / of);
  const level = !isQuota ? "relative" : share >= 90 ? "full" : share >= 75 ? "high" : "fine";
  return (
    <svg class={`bar ${level}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="rest" width="100" height="4" />
      <rect class="part" width={share} height="4" />
    </svg>
  );
}
