/** What a note keeps of a Markdown text beside the text itself. */
export interface Outline {
  readonly title: string;
  readonly tags: string[];
  readonly words: number;
}

/**
 * The title is the first heading, the tags are those of a line `Tags: one, two`, and a word is anything between spaces
 * with a letter or digit.
 */
export function outlineOf(markdown: string, fallbackTitle: string): Outline {
  return {
    title: /^#+\s+(.+?)\s*$/m.exec(markdown)?.[1] ?? fallbackTitle,
    tags: tagsOf(/^Tags:(.*)$/m.exec(markdown)?.[1] ?? ""),
    words: markdown.split(/\s+/).filter((word) => /[A-Za-z0-9\u00c0-\uffff]/.test(word)).length,
  };
}

function tagsOf(line: string): string[] {
  const names = line.split(",").map((name) => name.trim().toLowerCase());
  return [...new Set(names)].filter((name) => /^[a-z0-9-]+$/.test(name)).sort();
}
