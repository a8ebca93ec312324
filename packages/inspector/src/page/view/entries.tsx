import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { EntryAnswer } from "../../api/answers.ts";
import {
  chosen,
  collection,
  list,
  prefix,
  problem,
  rowCount,
  seen,
  seenVersion,
  select,
  selected,
  selectedRow,
} from "../state/entries.ts";
import { moveSelection } from "../state/keyboard.ts";
import { entryAt, lengthOf } from "../state/paged-list.ts";
import { columnsOf } from "./columns.ts";
import { bytesText } from "./numbers.ts";

const ROW_HEIGHT = 26;

/** Rows that are drawn above and below what is seen. */
const OVERSCAN = 12;

/** The entries, as a list of which only the rows that are seen are drawn. */
export function Entries() {
  const box = useRef<HTMLDivElement>(null);
  const look = () => {
    if (box.current) seen.value = seenOf(box.current);
  };
  useLayoutEffect(() => {
    const sizes = new ResizeObserver(look);
    if (box.current) sizes.observe(box.current);
    return () => sizes.disconnect();
  }, []);
  useSignalEffect(() => {
    if (box.current && selectedRow.value >= 0) reveal(box.current, selectedRow.value);
  });
  useSignalEffect(() => {
    // Another list begins at its top.
    if (box.current && [chosen.value, prefix.value, collection.value] && seen.peek().first === 0)
      box.current.scrollTop = 0;
  });
  const columns = columnsOf(collection.value, list.value);
  return (
    <>
      {problem.value === "" ? null : <Problem />}
      <Head columns={columns} />
      <div
        id="entries"
        class="entries"
        ref={box}
        role="listbox"
        aria-label="Keys"
        aria-activedescendant={selectedRow.value < 0 ? undefined : `row-${selectedRow.value}`}
        tabIndex={0}
        onScroll={look}
        onKeyDown={moveSelection}
      >
        {rowCount.value === 0 ? <Empty /> : <Rows columns={columns} />}
      </div>
    </>
  );
}

function Rows({ columns }: { readonly columns: readonly string[] }) {
  const first = Math.max(0, seen.value.first - OVERSCAN);
  const last = Math.min(rowCount.value - 1, seen.value.last + OVERSCAN);
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return (
    <div class="rows" role="presentation" style={{ height: `${rowCount.value * ROW_HEIGHT}px` }}>
      {rows.map((row) => {
        const entry = entryAt(list.value, row);
        return <Row key={entry ? `${entry.version} ${entry.key}` : row} row={row} entry={entry} columns={columns} />;
      })}
    </div>
  );
}

interface RowProperties {
  readonly row: number;
  readonly entry: EntryAnswer | undefined;
  readonly columns: readonly string[];
}

function Row({ row, entry, columns }: RowProperties) {
  const isSelected = entry !== undefined && entry.key === selected.value?.key;
  const isNew = entry !== undefined && entry.version > seenVersion.value;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keyboard, and says which row is active
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      id={`row-${row}`}
      class={`row ${columns.length > 0 ? "table" : ""} ${isNew ? "changed" : ""}`}
      role="option"
      aria-selected={isSelected}
      aria-setsize={rowCount.value}
      aria-posinset={row + 1}
      style={{ transform: `translateY(${row * ROW_HEIGHT}px)` }}
      onClick={() => select(row)}
    >
      {entry === undefined ? <span class="dim">…</span> : <Cells entry={entry} columns={columns} />}
    </div>
  );
}

function Cells({ entry, columns }: { readonly entry: EntryAnswer; readonly columns: readonly string[] }) {
  const { text, kind, summary, bytes, expiresAt, fields } = entry;
  return (
    <>
      <span class="key" title={text}>
        {shortKey(text)}
      </span>
      {columns.length > 0 && fields ? (
        columns.map((column) => (
          <span class="summary" key={column}>
            {Object.hasOwn(fields, column) ? fields[column] : ""}
          </span>
        ))
      ) : (
        <span class="summary">
          <span class={`kind ${kind}`}>{kind}</span> {summary}
        </span>
      )}
      <span class="size">
        {expiresAt === null ? null : <span class="expires">expires</span>}
        {bytesText(bytes)}
      </span>
    </>
  );
}

/** In the table of a collection its name goes without saying. */
function shortKey(text: string): string {
  const name = collection.value?.name ?? "";
  if (name === "" || !text.startsWith(`${name}[`)) return text;
  const path = text.slice(name.length);
  return path.includes("][") ? path : path.slice(1, -1);
}

function Head({ columns }: { readonly columns: readonly string[] }) {
  return (
    <div class={`row columns ${columns.length > 0 ? "table" : ""}`} aria-hidden="true">
      <span class="key">key</span>
      {columns.length > 0 ? columns.map((column) => <span key={column}>{column}</span>) : <span>value</span>}
      <span class="size">size</span>
    </div>
  );
}

function Empty() {
  const text = prefix.value === "" ? "This namespace holds no keys." : "No key begins with this.";
  return <p class="empty">{list.value.next === undefined && lengthOf(list.value) === 0 ? "…" : text}</p>;
}

function Problem() {
  const again = () => {
    problem.value = "";
  };
  return (
    <p class="alert" role="alert">
      {problem.value}{" "}
      <button type="button" onClick={again}>
        Try again
      </button>
    </p>
  );
}

function seenOf({ scrollTop, clientHeight }: HTMLElement): { readonly first: number; readonly last: number } {
  const first = Math.floor(scrollTop / ROW_HEIGHT);
  return { first, last: first + Math.ceil(clientHeight / ROW_HEIGHT) };
}

function reveal(box: HTMLElement, row: number): void {
  const top = row * ROW_HEIGHT;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
}
