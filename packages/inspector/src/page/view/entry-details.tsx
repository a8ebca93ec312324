import { useEffect, useRef } from "preact/hooks";
import type { ValueAnswer } from "../../api/answers.ts";
import { now } from "../state/clock.ts";
import { chosen } from "../state/entries.ts";
import { isWritable } from "../state/live.ts";
import { shown } from "../state/value.ts";
import { draft, edit, remove, save } from "../state/writes.ts";
import { bytesText, countText, durationText } from "./numbers.ts";

/** The entry that is selected. */
export function EntryDetails() {
  return (
    <aside class="details" aria-label="Entry" id="value" tabIndex={-1}>
      <Contents />
    </aside>
  );
}

function Contents() {
  const entry = shown.value;
  if (entry === undefined) return <p class="empty">Select a key to see its value.</p>;
  if (entry === "gone") return <p class="empty">This key is gone: deleted, or expired.</p>;
  if ("failure" in entry) return <p class="alert">{entry.failure}</p>;
  return <Details value={entry.value} />;
}

function Details({ value }: { readonly value: ValueAnswer }) {
  return (
    <>
      <h2 class="key">{value.text}</h2>
      <dl>
        {value.text === value.key ? null : <Fact name="stored as" text={value.key} />}
        {value.collection === null ? null : <Fact name="collection" text={value.collection} />}
        <Fact
          name="kind"
          text={value.valueVersion === null ? value.kind : `${value.kind}, version ${value.valueVersion}`}
        />
        <Fact name="size" text={`${bytesText(value.bytes)}, key and value`} />
        <Fact name="version" text={countText(value.version)} />
        <Fact name="expires" text={value.expiresAt === null ? "never" : expiryText(value.expiresAt)} />
      </dl>
      {isEdited(value) ? <Editor /> : <Value value={value} />}
    </>
  );
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}

function expiryText(expiresAt: number): string {
  const left = expiresAt - now.value;
  return left > 0 ? `in ${durationText(left)}, at ${new Date(expiresAt).toISOString()}` : "just now";
}

function Value({ value }: { readonly value: ValueAnswer }) {
  return (
    <>
      {isWritable.value ? (
        <div class="actions">
          <button type="button" disabled={value.edit === null} onClick={() => edit(value)}>
            Edit
          </button>
          <button type="button" class="danger" onClick={() => void remove(value)}>
            Delete
          </button>
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long value is scrolled with the keyboard */}
      <section class={`value ${value.kind}`} tabIndex={0} aria-label="Value">
        <pre>{value.kind === "empty" ? "(no bytes)" : value.value}</pre>
      </section>
      {value.isCut ? <p class="dim">The value is longer than is shown here.</p> : null}
    </>
  );
}

function isEdited(value: ValueAnswer): boolean {
  return draft.value?.namespace === chosen.value && draft.value?.value.key === value.key;
}

function Editor() {
  const { value, text } = draft.value ?? {};
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label for="draft">{value?.edit?.as === "hex" ? "Value, in hexadecimal" : "Value, as text"}</label>
      <textarea
        id="draft"
        ref={field}
        spellcheck={false}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
        }}
      />
      {value?.kind === "json" && !isJson(text ?? "") ? <p class="hint">This is no JSON any more.</p> : null}
      <div class="actions">
        <button type="submit">Save</button>
        <button
          type="button"
          onClick={() => {
            draft.value = undefined;
          }}
        >
          Cancel
        </button>
      </div>
    </form>
  );
}

function write(text: string): void {
  if (draft.value) draft.value = { ...draft.value, text };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
