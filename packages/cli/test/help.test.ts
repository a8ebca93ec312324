import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/commands/table.ts";
import { airssys } from "./command-line.ts";

describe("the help", () => {
  it.each([[], ...[...COMMANDS.keys()].map((name) => [name])])(
    "is the text that is checked in: %s",
    async (...args: string[]) => {
      const { code, out } = await airssys([...args, "--help"]);
      expect(code).toBe(0);
      await expect(out).toMatchFileSnapshot(join("help", `${args[0] ?? "airssys"}.txt`));
    },
  );

  it("tells the version", async () => {
    expect((await airssys(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("completion", () => {
  it.each(["bash", "zsh", "fish"])("for %s names every command", async (shell) => {
    const { code, out } = await airssys(["completion", shell]);
    expect(code).toBe(0);
    for (const name of COMMANDS.keys()) expect(out).toContain(name);
  });
});
