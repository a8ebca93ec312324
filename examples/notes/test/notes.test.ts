import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { openMemory } from "@airssys/backend/memory";
import { componentize } from "@airssys/componentize";
import { openHost, parseManifest } from "@airssys/host";
import { type Component, load } from "@airssys/runtime";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { NotesExports } from "../demo/open-notes.ts";
import { PLACES } from "../demo/places.ts";

const MANIFEST = parseManifest(
  '[component]\nid = "notes"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "read-write" }',
);

describe("the notes component", { timeout: 60_000 }, () => {
  let component: Component<NotesExports>;

  beforeAll(async () => {
    const built = await componentize({
      entry: PLACES.entry,
      wit: PLACES.wit,
      conditions: ["@airssys/source"],
      cacheFolder: PLACES.components,
    });
    const host = openHost({ backend: openMemory() });
    component = await load<NotesExports>(built.component, { host, manifest: MANIFEST });
  }, 120_000);

  it("keeps the title, the tags and the words of a text, and the text", async () => {
    const notes = await component.start("one");
    const markdown = "# Hello there\nTags: b, a , A, not valid!\n\nTwo words - and 3 more.";
    const note = { file: "a.md", title: "Hello there", tags: ["a", "b"], words: 13 };
    expect(await notes.call("notes.add", "a.md", markdown)).toEqual(note);
    expect(await notes.call("notes.all")).toEqual([note]);
    expect(await notes.call("notes.text", "a.md")).toBe(markdown);
    expect(await notes.call("notes.wordCount")).toBe(13n);
  });

  it("finds notes by tag, and no longer once a tag is gone or the note is", async () => {
    const notes = await component.start("two");
    await notes.call("notes.add", "a.md", "# A\nTags: x, y");
    await notes.call("notes.add", "b.md", "# B\nTags: x");
    const found = async (tag: string) => (await notes.call("notes.tagged", tag)).map(({ file }) => file);
    expect(await found("X")).toEqual(["a.md", "b.md"]);
    await notes.call("notes.add", "a.md", "# A\nTags: y");
    expect(await found("x")).toEqual(["b.md"]);
    expect(await notes.call("notes.remove", "b.md")).toBe(true);
    expect(await notes.call("notes.remove", "b.md")).toBe(false);
    expect(await found("x")).toEqual([]);
    expect(await found("y")).toEqual(["a.md"]);
  });
});

describe("the demo", { timeout: 120_000 }, () => {
  const DEMO = fileURLToPath(new URL("../demo/demo.ts", import.meta.url));

  async function runDemo(data: string, folder: string): Promise<{ printed: string; code: number | null }> {
    const child = spawn(process.execPath, ["--conditions=@airssys/source", DEMO, "--", folder], {
      env: { ...process.env, NOTES_DATA: data, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { printed: out + err, code };
  }

  function temporaryFolder(): string {
    const temporary = mkdtempSync(join(tmpdir(), "airssys-notes-"));
    onTestFinished(() => rmSync(temporary, { recursive: true }));
    return temporary;
  }

  it("stores a folder in one process and finds it in another, and a second run finds what the first one stored", async () => {
    const temporary = temporaryFolder();
    writeFileSync(join(temporary, "one.md"), "# One\nTags: even\n\nSome words.");
    writeFileSync(join(temporary, "two.md"), "# Two\nTags: even\n\nMore words.");
    const first = await runDemo(join(temporary, "data"), temporary);
    expect(first).toMatchObject({ code: 0 });
    expect(first.printed).toContain("0 notes were kept by earlier runs");
    expect(first.printed).toContain("2 notes read back");
    expect(first.printed).toMatch(/even .* one\.md, two\.md/);
    expect(first.printed).toContain("10 words; 266 B of 25.0 MB used (0.00 %), in 6 keys");
    const second = await runDemo(join(temporary, "data"), temporary);
    expect(second.printed).toContain("2 notes were kept by earlier runs");
  });

  it("names each file that it cannot read or store, and goes on with the others", async () => {
    const temporary = temporaryFolder();
    writeFileSync(join(temporary, "UPPER.MD"), "# Upper");
    writeFileSync(join(temporary, "long.md"), "x".repeat(1_100_000));
    symlinkSync(join(temporary, "nothing"), join(temporary, "gone.md"));
    mkdirSync(join(temporary, "folder.md"));
    const { printed, code } = await runDemo(join(temporary, "data"), temporary);
    expect(code).toBe(0);
    expect(printed).toContain("   skipped gone.md: ENOENT: no such file or directory");
    expect(printed).toContain("   skipped long.md: value is larger than the limit of 1048576 bytes\n");
    expect(printed).toContain("1 stored, 2 skipped");
    expect(printed).toContain("UPPER.MD");
    expect(printed).not.toContain("folder.md");
    expect(printed).not.toContain("\u001b");
  });

  it("fails when not one file can be stored", async () => {
    const temporary = temporaryFolder();
    writeFileSync(join(temporary, "long.md"), "x".repeat(1_100_000));
    const { printed, code } = await runDemo(join(temporary, "data"), temporary);
    expect(code).toBe(1);
    expect(printed).toContain("   no file was stored, 1 skipped\n");
    expect(printed).not.toContain("Another process finds them");
  });

  it("says so when there is no Markdown in the folder, or when it is a file", async () => {
    const temporary = temporaryFolder();
    const file = join(temporary, "a.txt");
    writeFileSync(file, "");
    expect(await runDemo("/nowhere", temporary)).toEqual({
      code: 1,
      printed: `\nthere are no Markdown files in ${temporary}\n`,
    });
    expect(await runDemo("/nowhere", file)).toEqual({
      code: 1,
      printed: `\n${file} is a file; give the folder that it is in\n`,
    });
  });

  it("says so when there is no such folder", async () => {
    expect(await runDemo("/nowhere", "/no/such/folder")).toEqual({
      code: 1,
      printed: "\nthere is no folder /no/such/folder\n",
    });
  });
});
