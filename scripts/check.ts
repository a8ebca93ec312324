/**
 * Runs every `check:*` script of the root `package.json` and prints one line for each, with its time. What a script
 * says is shown only if it fails. All of them run, so that one run tells everything; the exit code is 1 if any failed.
 *
 * The first script runs alone, because it builds what others look at; the rest run two at a time.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { runShell } from "./run.ts";

const ROOT = join(import.meta.dirname, "..");
const PREFIX = "check:";
const AT_ONCE = 2;

interface Check {
  readonly name: string;
  readonly command: string;
}

await main();

async function main(): Promise<void> {
  const [build, ...others] = await readChecks();
  if (build === undefined) throw new Error(`package.json has no "${PREFIX}*" script`);
  const started = performance.now();
  const failed = [...(await runAll([build], 1)), ...(await runAll(others, AT_ONCE))];
  const total = others.length + 1;
  const verdict = failed.length === 0 ? `all ${total} checks passed` : `failed: ${failed.join(", ")}`;
  process.stdout.write(`\n${verdict} (${secondsSince(started)})\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function readChecks(): Promise<Check[]> {
  const manifest: { scripts: Record<string, string> } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  return Object.entries(manifest.scripts)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, command]) => ({ name: name.slice(PREFIX.length), command }));
}

/** Answers the names of those that failed. */
async function runAll(checks: readonly Check[], atOnce: number): Promise<string[]> {
  const failed: string[] = [];
  const waiting = [...checks];
  async function runWaiting(): Promise<void> {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (!(await passes(check))) failed.push(check.name);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, runWaiting));
  return failed;
}

async function passes(check: Check): Promise<boolean> {
  const started = performance.now();
  const { code, output } = await runShell(check.command, ROOT);
  const mark = code === 0 ? "ok  " : "FAIL";
  process.stdout.write(`${mark}  ${check.name.padEnd(12)} ${secondsSince(started).padStart(7)}\n`);
  if (code !== 0) process.stdout.write(`${indented(output)}\n`);
  return code === 0;
}

function secondsSince(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

function indented(output: string): string {
  const text = process.stdout.isTTY ? output : stripVTControlCharacters(output);
  return text.trim().replaceAll(/^/gm, "      ");
}
