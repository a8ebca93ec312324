/** The keys that work everywhere in the page. */
import { prefix, rowCount, search, select, selected, selectedRow } from "./entries.ts";
import { draft, undo } from "./writes.ts";

/** Rows that Page Up and Page Down go. */
const PAGE_ROWS = 20;

const MOVES: Readonly<Record<string, (row: number) => number>> = {
  ArrowDown: (row) => row + 1,
  ArrowUp: (row) => row - 1,
  PageDown: (row) => row + PAGE_ROWS,
  PageUp: (row) => row - PAGE_ROWS,
  Home: () => 0,
  End: () => rowCount.value - 1,
};

/** Listens for `/`, Escape and Ctrl+Z. Keys that are typed into a field stay there. */
export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key === "Escape") leave();
    else if (isTyping || event.altKey) return;
    else if (event.key === "/") focusOn("search");
    else if (event.key === "z" && (event.ctrlKey || event.metaKey)) void undo();
    else return;
    event.preventDefault();
  });
}

/** Moves the selection in the list of entries. */
export function moveSelection(event: KeyboardEvent): void {
  const move = MOVES[event.key];
  if (event.key === "Enter") focusOn("value");
  else if (move) select(Math.min(Math.max(move(selectedRow.value), 0), Math.max(rowCount.value - 1, 0)));
  else return;
  event.preventDefault();
}

/** Escape goes one step back: from a draft to the value, from there to the list, then out of the search. */
function leave(): void {
  if (draft.value !== undefined) draft.value = undefined;
  else if (document.activeElement?.id === "search" && prefix.value !== "") search("");
  else if (selected.value !== undefined && document.activeElement?.id === "entries") selected.value = undefined;
  focusOn("entries");
}

function focusOn(id: string): void {
  document.getElementById(id)?.focus();
}
