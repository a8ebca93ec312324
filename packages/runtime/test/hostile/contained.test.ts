import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { diesWithHost } from "../../src/node/launcher.ts";
import { containedTranspile, type ReadingLimits } from "../../src/node/transpile/contained-transpile.ts";
import { children, parentOf, until } from "../running-processes.ts";

const LIMITS: ReadingLimits = { timeMs: 20_000, cpuMs: 3_000, memoryBytes: 200 * 1_048_576, codeBytes: 1_000_000 };
const COMPONENT = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0);

/** Loads a component whose reading process runs this code. */
function reading(code: string, limits: Partial<ReadingLimits> = {}): Promise<unknown> {
  const program = join(mkdtempSync(join(tmpdir(), "airssys-")), "program.mjs");
  writeFileSync(program, code);
  return containedTranspile(program, { ...LIMITS, ...limits })(COMPONENT, "sync");
}

const notReadable = (message: string) => ({
  name: "LoadError",
  code: "not-readable",
  message: expect.stringContaining(message),
});

describe("the process that reads a component", () => {
  it.each([
    ["never ends", "for (;;);", {}, "processor time"],
    ["waits for ever", "setInterval(() => {}, 1000);", { timeMs: 500 }, "more than 500 ms"],
    [
      "takes all heap",
      "const all = []; for (;;) all.push({});",
      { memoryBytes: 2 ** 40, cpuMs: 60_000 },
      "more memory",
    ],
    [
      "takes memory outside of the heap",
      "const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));",
      {},
      "bytes of memory",
    ],
    [
      "answers without end",
      "const part = Buffer.alloc(1e6); for (;;) try { (await import('node:fs')).writeSync(1, part); } catch {}",
      {},
      "bytes of code",
    ],
    ["aborts", "process.abort();", {}, "SIGABRT"],
    ["throws", "throw new Error('panicked');", {}, "exit code 1"],
    ["answers nothing", "", {}, "invalid answer"],
    ["answers half", "process.stdout.write(Buffer.from([100, 0, 0, 0, 123]));", {}, "invalid answer"],
    ["answers other than JSON", "process.stdout.write(Buffer.from([1, 0, 0, 0, 65]));", {}, "invalid answer"],
    ["closes its input", "process.stdin.destroy(); setTimeout(() => process.exit(3), 100);", {}, "exit code 3"],
  ])("is ended, and the error says so, when it %s", async (_what, code, limits, message) => {
    await expect(reading(code, limits)).rejects.toMatchObject(notReadable(message));
  });

  it.each([
    ["writes a file", "await (await import('node:fs/promises')).writeFile('canary', 'x');"],
    ["starts a process", "(await import('node:child_process')).spawnSync('true');"],
    ["loads a native addon", "process.dlopen({ exports: {} }, 'x.node');"],
  ])("is denied what tools do not need: it %s", async (_what, code) => {
    await expect(reading(code)).rejects.toMatchObject({
      ...notReadable("exit code 1"),
      cause: { message: expect.stringMatching(/ERR_(ACCESS_DENIED|DLOPEN_DISABLED)/) },
    });
  });

  it("is given no environment", async () => {
    await expect(reading("process.exit(Object.keys(process.env).length);")).rejects.toMatchObject(
      notReadable("invalid answer"),
    );
  });

  it("is reported when its program cannot be started", async () => {
    const missing = fileURLToPath(new URL("missing.mjs", import.meta.url));
    await expect(containedTranspile(missing, LIMITS)(COMPONENT, "sync")).rejects.toMatchObject(
      notReadable("exit code 1"),
    );
  });

  it.runIf(diesWithHost().length > 0)("does not outlive a host that is killed", async () => {
    const script = fileURLToPath(new URL("../children/reading.ts", import.meta.url));
    const host = spawn(process.execPath, ["--conditions=@airssys/source", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(host.stdout, "data");
    const readers = children(host.pid);
    expect(readers).toHaveLength(1);
    host.kill("SIGKILL");
    await until(() => readers.every((pid) => parentOf(pid) === undefined));
  });
});
