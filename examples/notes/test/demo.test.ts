import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";

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
