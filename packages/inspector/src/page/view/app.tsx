import type { ComponentChildren } from "preact";
import { chosen } from "../state/entries.ts";
import { connection, failure, isWritable } from "../state/live.ts";
import { switchTheme, theme } from "../state/theme.ts";
import { Entries } from "./entries.tsx";
import { EntryDetails } from "./entry-details.tsx";
import { NamespaceHead } from "./namespace-head.tsx";
import { Namespaces } from "./namespaces.tsx";
import { Notice } from "./notice.tsx";

/** The whole page. */
export function App() {
  return (
    <>
      <Header />
      {connection.value === "lost" || connection.value === "refused" ? <Alert>{failure.value}</Alert> : null}
      <main>
        <Namespaces />
        {chosen.value === undefined ? <Nothing /> : <Opened />}
      </main>
      <Notice />
    </>
  );
}

function Header() {
  const other = theme.value === "dark" ? "light" : "dark";
  return (
    <header class="top">
      <h1>airssys inspector</h1>
      <span class={`pill ${isWritable.value ? "warm" : ""}`}>{isWritable.value ? "can write" : "read-only"}</span>
      <span class={`live ${connection.value}`} role="status">
        {connection.value}
      </span>
      <span class="keys" aria-hidden="true">
        <kbd>/</kbd> search <kbd>↑</kbd>
        <kbd>↓</kbd> move <kbd>Enter</kbd> value <kbd>Esc</kbd> back
      </span>
      <button type="button" onClick={switchTheme}>{`${other} mode`}</button>
    </header>
  );
}

function Opened() {
  return (
    <>
      <section class="middle" aria-label="Entries">
        <NamespaceHead />
        <Entries />
      </section>
      <EntryDetails />
    </>
  );
}

function Nothing() {
  return (
    <section class="empty" aria-label="Entries">
      {connection.value === "live" ? (
        <p>This store has no namespaces yet. They appear here once somebody writes.</p>
      ) : null}
    </section>
  );
}

function Alert({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="alert" role="alert">
      {children}
    </p>
  );
}
