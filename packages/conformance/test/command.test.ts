import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JUDGED_INTERFACES } from "@airssys/conformance";
import { expect, test } from "vitest";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Ended {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function command(...args: string[]): Promise<Ended> {
  const program = ["--conditions=@airssys/source", at("../src/cli.ts"), ...args];
  return new Promise((resolve) =>
    execFile(process.execPath, program, { maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    ),
  );
}

test("a host that keeps the laws ends well, with a line for each interface", async () => {
  const { code, stdout } = await command(
    "--interface",
    "storage",
    "storage-usage",
    "--law",
    "nothing is used",
    "an empty value",
  );
  expect(stdout).toContain("storage: 1 of 1 laws kept\nstorage-usage: 1 of 1 laws kept\n2 kept, 0 broken, 0 skipped");
  expect(code).toBe(0);
});

test("a host that breaks one ends with 1, and a table that says how", async () => {
  const law = "storage-delete answers whether the key existed";
  const { code, stdout } = await command("--host", at("./fixtures/wrong-host.ts"), "--law", law);
  expect(code).toBe(1);
  expect(stdout).toContain("storage: 0 of 1 laws kept");
  expect(stdout.replace(/[│\n]/g, " ").replace(/ +/g, " ")).toContain("the second storage-delete:");
});

test("verdicts are printed as JSON, kept ones too", async () => {
  const { stdout } = await command("--backend", "lmdb", "--interface", "storage", "--law", "an empty value", "--json");
  expect(JSON.parse(stdout)).toEqual([
    {
      law: "an empty value is a value, and not an absent key",
      about: "storage",
      where: "Keys, values, order",
      outcome: "kept",
      milliseconds: expect.any(Number),
    },
  ]);
});

test("to judge nothing is not to pass", async () => {
  expect(await command("--interface", "storage", "--law", "no law has this name")).toMatchObject({ code: 1 });
});

test("what is no interface, no engine or no host is told", async () => {
  expect((await command("--interface", "storage-none")).stderr).toContain("Allowed choices are storage,");
  expect((await command("--backend", "paper")).stderr).toContain("Allowed choices are memory, lmdb");
  expect((await command("--host", at("./command.test.ts"))).code).not.toBe(0);
});

test("laws, components, WIT and vectors are written for hosts in other languages", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "airssys-laws-"));
  try {
    expect(await command("write", folder)).toMatchObject({ code: 0 });
    expect(readdirSync(folder).sort()).toEqual(["components", "laws.json", "vectors", "wit"]);
    expect(readdirSync(join(folder, "components")).sort()).toEqual(
      JUDGED_INTERFACES.map((name) => `${name}.wasm`).sort(),
    );
    expect(readdirSync(join(folder, "wit", "deps", "airssys-wasm"))).toContain("storage.wit");
    expect(readdirSync(join(folder, "vectors"))).toContain("cursors.vectors.json");
    const laws: { name: string; laws: unknown[] }[] = JSON.parse(readFileSync(join(folder, "laws.json"), "utf8"));
    expect(laws.map(({ name }) => name)).toEqual(JUDGED_INTERFACES);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
