import { Storage } from "@airssys/storage";
import { outlineOf } from "./markdown.ts";

/** What is kept of a file beside its text. */
interface Note {
  file: string;
  title: string;
  tags: string[];
  words: number;
}

/**
 * The keys of this component:
 *
 *     note/FILE      -> Note
 *     text/FILE      -> the Markdown
 *     tag/TAG/FILE   -> the title, to find notes by tag without reading all of them
 */
const storage = new Storage();
const noteKey = (file: string) => `note/${file}`;
const textKey = (file: string) => `text/${file}`;
const tagKey = (tag: string, file: string) => `tag/${tag}/${file}`;

function add(file: string, markdown: string): Note {
  remove(file);
  const note: Note = { file, ...outlineOf(markdown, file) };
  storage.set<Note>(noteKey(file), note);
  storage.set<string>(textKey(file), markdown);
  for (const tag of note.tags) storage.set<string>(tagKey(tag, file), note.title);
  return note;
}

function remove(file: string): boolean {
  const note = storage.get<Note>(noteKey(file));
  if (note === undefined) return false;
  for (const tag of note.tags) storage.delete(tagKey(tag, file));
  storage.delete(textKey(file));
  return storage.delete(noteKey(file));
}

function all(): Note[] {
  return storage.listKeys("note/").flatMap((key) => storage.get<Note>(key) ?? []);
}

function tagged(tag: string): Note[] {
  const prefix = tagKey(tag.toLowerCase(), "");
  return storage.listKeys(prefix).flatMap((key) => storage.get<Note>(noteKey(key.slice(prefix.length))) ?? []);
}

function text(file: string): string | undefined {
  return storage.get<string>(textKey(file));
}

function wordCount(): bigint {
  return BigInt(all().reduce((sum, note) => sum + note.words, 0));
}

// Each call from outside is one transaction: what it writes is kept whole when it returns, and not at all when it
// throws.
export const notes = { add, remove, all, tagged, text, wordCount };
