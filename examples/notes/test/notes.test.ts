import "@airssys/testing/vitest";
import { createHarness, type Harness, type Instance } from "@airssys/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NotesExports } from "../demo/open-notes.ts";

describe.each(["mock", "memory", "lmdb"] as const)("the notes component, %s", (mode) => {
  let harness: Harness<NotesExports>;
  let notes: Instance<NotesExports>;

  beforeEach(async () => {
    harness = await createHarness<NotesExports>({
      entry: new URL("../src/notes.ts", import.meta.url),
      mode,
      conditions: ["@airssys/source"],
      cacheFolder: new URL("../../../.cache", import.meta.url),
    });
    notes = await harness.start();
  });

  afterEach(() => harness.close());

  const add = (file: string, markdown: string) => notes.call("notes.add", file, markdown);
  const found = async (tag: string) => (await notes.call("notes.tagged", tag)).map(({ file }) => file);

  it("keeps the title, the tags and the words of a text, and the text", async () => {
    const markdown = "# Hello there\nTags: b, a , A, not valid!\n\nTwo words - and 3 more.";
    const note = { file: "a.md", title: "Hello there", tags: ["a", "b"], words: 13 };
    expect(await add("a.md", markdown)).toEqual(note);
    await harness.restart();
    expect(await notes.call("notes.all")).toEqual([note]);
    expect(await notes.call("notes.text", "a.md")).toBe(markdown);
    expect(await notes.call("notes.wordCount")).toBe(13n);
  });

  it("finds notes by tag, and no longer once a tag is gone or the note is", async () => {
    await add("a.md", "# A\nTags: x, y");
    await add("b.md", "# B\nTags: x");
    expect(await found("X")).toEqual(["a.md", "b.md"]);
    await add("a.md", "# A\nTags: y");
    expect(await found("x")).toEqual(["b.md"]);
    expect(await notes.call("notes.remove", "b.md")).toBe(true);
    expect(await notes.call("notes.remove", "b.md")).toBe(false);
    expect(await found("x")).toEqual([]);
    expect(await found("y")).toEqual(["a.md"]);
  });

  it("keeps the text apart from the rest, and a key for each tag", async () => {
    await add("a.md", "# A\nTags: x, y");
    expect(await harness.snapshot("notes")).toMatchInlineSnapshot(`
      {
        "note/a.md": {
          "file": "a.md",
          "tags": [
            "x",
            "y",
          ],
          "title": "A",
          "words": 4,
        },
        "tag/x/a.md": "A",
        "tag/y/a.md": "A",
        "text/a.md": "# A
      Tags: x, y",
      }
    `);
  });

  it("lists notes without reading their texts", async () => {
    await add("a.md", "# A");
    await add("b.md", "# B");
    harness.operations.clear();
    expect(await notes.call("notes.all")).toHaveLength(2);
    expect(harness.operations.names()).toEqual(["storage-keys", "storage-get", "storage-get"]);
    expect(harness).toHaveAsked("storage-get", "note/b.md");
    expect(harness).not.toHaveAsked("storage-get", "text/b.md");
  });

  it("replaces a note wholly or not at all, wherever the program ends meanwhile", async () => {
    await add("a.md", "# A\nTags: x, y");
    const before = await harness.snapshot("notes");
    for (let operations = 1; operations <= 8; operations++) {
      harness.crashAfter(operations);
      await expect(add("a.md", "# B\nTags: z")).toFailAs("crashed");
      expect(await harness.snapshot("notes")).toEqual(before);
    }
    await add("a.md", "# B\nTags: z");
    expect([await found("x"), await found("z")]).toEqual([[], ["a.md"]]);
  });

  it("has the note before when a text is too long, the disk is full, or it may only read", async () => {
    await add("a.md", "# A\nTags: x");
    const before = await harness.snapshot("notes");
    await expect(add("a.md", "x".repeat(1_100_000))).toBeRefused({ tag: "value-too-large" });
    harness.faults.fullDisk();
    await expect(add("a.md", "# B")).toFailAs("not-committed");
    harness.faults.heal();
    await notes.stop();
    notes = await harness.start("notes", { access: "read-only", quotaBytes: 0 });
    await expect(add("a.md", "# B")).toBeDenied("storage:component:notes:write");
    expect(await harness.snapshot("notes")).toEqual(before);
    expect(await found("x")).toEqual(["a.md"]);
  });
});
