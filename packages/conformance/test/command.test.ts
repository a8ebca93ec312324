import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JUDGED_INTERFACES } from "@airssys/conformance";
import { expect, test } from "vitest";
import { printable, printableJson } from "../src/command/printable.ts";
import { formatTable, summarize } from "../src/command/table.ts";

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
  const { code, stdout } = await command(
    "--host",
    at("./fixtures/wrong-host.ts"),
    "--interface",
    "storage",
    "--law",
    law,
  );
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
  expect(await command("--interface", "storage", "--law", "no such law")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining('airssys-conformance: no law of what was asked for has "no such law" in its name'),
  });
});

test.each([
  [["--interface", "storage-none"], "Allowed choices are storage,"],
  [["--backend", "paper"], "Allowed choices are memory, lmdb"],
  [["--timeout", "soon"], "It is a number of seconds, more than 0."],
  [["--host", "./no-such-file.ts"], "airssys-conformance: there is no file ./no-such-file.ts\n"],
  [["--host", at("./failing-subjects.test.ts")], "failing-subjects.test.ts cannot be loaded: "],
  [["--host", at("./transpiled.ts")], "transpiled.ts must export a function openSubject\n"],
])("what cannot be judged ends with 2, and a line that says why: %j", async (args, told) => {
  const { code, stdout, stderr } = await command(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(told);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("a host that hangs is told within the time that it has, and the command ends", async () => {
  const { code, stdout, stderr } = await command("--host", at("./fixtures/hanging-host.ts"), "--timeout", "0.2");
  expect(code).toBe(1);
  expect(stdout).toContain("step 0, by owner did not end in 0.2 s");
  expect(stderr).toBe("storage: 1 laws tried, 1 broken\n");
});

test("what a host says is shown without what could change the terminal", () => {
  expect(printable("a\u001b[2J\nb\u009bc\u202ed")).toBe("a\\u001b[2J b\\u009bc\\u202ed");
  expect(JSON.parse(printableJson(["\u009b\u001b"]))).toEqual(["\u009b\u001b"]);
  expect(printableJson(["\u009b\u001b"])).toContain("\\u009b\\u001b");
});

test("a table is as wide as the terminal, has everything that is said, and where the contract says it", () => {
  const reason = `expected ${"x".repeat(150)}, got nothing`;
  const verdict = {
    law: "a promise",
    about: "storage",
    where: "Versions",
    outcome: "broken",
    reason,
    milliseconds: 1,
  } as const;
  for (const columns of [80, 133]) {
    const lines = formatTable("storage", [verdict], false, columns).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBe(columns);
    expect(lines.join("").replace(/[^x]/g, "")).toHaveLength(151); // and one of "expected"
    expect(lines.join("\n")).toContain("(see: Versions)");
  }
  expect(summarize([verdict])).toMatch(/^0 kept, 1 broken, 0 skipped, in 0\.0 s$/);
  expect(summarize(Array.from({ length: 6 }, () => verdict))).toContain('Begin with the first: "a promise"');
});

test("the command can be interrupted between two laws, and removes the folder for its data", async () => {
  const folder = mkdtempSync(join(tmpdir(), "airssys-interrupted-"));
  try {
    const interfaces = ["--interface", "storage-usage", "storage"];
    const program = ["--conditions=@airssys/source", at("../src/cli.ts"), "--backend", "lmdb", ...interfaces];
    const env = { ...process.env, TMPDIR: folder };
    const child = spawn(process.execPath, program, { env, stdio: ["ignore", "ignore", "pipe"] });
    const ended = once(child, "exit");
    let told = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      told += text;
    });
    await once(child.stderr, "data"); // the laws of one interface have been tried
    expect(readdirSync(folder)).toHaveLength(1);
    child.kill("SIGTERM");
    expect(await ended).toEqual([143, null]);
    expect(told).toMatch(/^storage-usage: .*\n$/); // not all laws of the next interface have been tried
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("laws, components, WIT and vectors are written for hosts in other languages", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "airssys-laws-"));
  try {
    const { code, stdout } = await command("write", folder);
    expect(code).toBe(0);
    expect(stdout).toContain(`Written to ${folder}:\n  laws.json `);
    expect(readdirSync(folder).sort()).toEqual(["components", "laws.json", "vectors", "wit"]);
    expect(readdirSync(join(folder, "components")).sort()).toEqual(
      JUDGED_INTERFACES.map((name) => `${name}.wasm`).sort(),
    );
    expect(readdirSync(join(folder, "wit", "deps", "airssys-wasm"))).toContain("storage.wit");
    expect(readdirSync(join(folder, "vectors"))).toContain("cursors.vectors.json");
    const laws: { name: string; laws: unknown[] }[] = JSON.parse(readFileSync(join(folder, "laws.json"), "utf8"));
    expect(laws.map(({ name }) => name)).toEqual(JUDGED_INTERFACES);
    expect((await command("list")).stdout).toBe(readFileSync(join(folder, "laws.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
