/** Changes that were made in this page, and how they are undone. */
import { signal } from "@preact/signals";
import type { ValueAnswer, WriteRequest } from "../../api/answers.ts";
import { RefusedError, write } from "./client.ts";
import { chosen } from "./entries.ts";

/** What was done, in words, and the write that undoes it. */
interface Done {
  readonly text: string;
  readonly undo: WriteRequest;
}

const UNDOS_MAX = 100;

/** The newest is the last. */
export const undos = signal<readonly Done[]>([]);

/** What happened last, in words. */
export const notice = signal("");

/** A value that is being edited, as it was then, and its text now. */
interface Draft {
  readonly namespace: string;
  readonly value: ValueAnswer;
  readonly text: string;
}

export const draft = signal<Draft | undefined>(undefined);

/** Begins to edit a value. */
export function edit(value: ValueAnswer): void {
  if (value.edit) draft.value = { namespace: chosen.value ?? "", value, text: value.edit.text };
}

/** Stores the text that was edited, if nobody has changed the value since. */
export async function save(): Promise<void> {
  if (draft.value === undefined) return;
  const { value, text, namespace } = draft.value;
  const request = { ...requestOf(value, { as: value.edit?.as ?? "text", text }), namespace };
  if (await perform(`Saved ${value.text}`, request)) draft.value = undefined;
}

/** Removes a key. */
export async function remove(value: ValueAnswer): Promise<void> {
  await perform(`Deleted ${value.text}`, requestOf(value, null));
}

/** Undoes the newest change that is not undone yet. */
export async function undo(): Promise<void> {
  const done = undos.value.at(-1);
  if (done === undefined) return;
  undos.value = undos.value.slice(0, -1);
  if (!(await send(done.undo))) return;
  notice.value = `Undone: ${done.text}`;
}

function requestOf(value: ValueAnswer, next: WriteRequest["value"]): WriteRequest {
  const { key, version, expiresAt } = value;
  return { namespace: chosen.value ?? "", key, version, value: next, expiresAt: next && expiresAt };
}

async function perform(text: string, request: WriteRequest): Promise<boolean> {
  const back = await send(request);
  if (back === undefined) return false;
  undos.value = [...undos.value, { text, undo: back }].slice(-UNDOS_MAX);
  notice.value = text;
  return true;
}

async function send(request: WriteRequest): Promise<WriteRequest | undefined> {
  try {
    return (await write(request)).undo;
  } catch (error) {
    const isConflict = error instanceof RefusedError && error.status === 409;
    const why = error instanceof Error ? error.message : String(error);
    notice.value = isConflict ? "Not done: somebody else has changed this key meanwhile" : `Not done: ${why}`;
    return undefined;
  }
}
