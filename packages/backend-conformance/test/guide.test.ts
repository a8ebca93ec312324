// The project of docs/guide/engine.md, file by file as it stands there: its engine keeps every law.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { backendLaws } from "@airssys/backend-conformance";
import { tracingFault } from "@airssys/backend-conformance/durability";
import { afterAll, beforeAll, expect, test } from "vitest";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const GUIDE = readFileSync(at("../../../docs/guide/engine.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "airssys-guide-"));
/** Where the stores of the guide are: in memory if it can be had, since 250 laws wait long for a disk. */
const stores = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "airssys-guide-stores-"));

/** Every block of code that follows a line such as "`src/engine.ts`:". */
const files = Array.from(GUIDE.matchAll(/^`([^`]+)`:\n\n```\w+\n(.*?)^```$/gms), ([, path = "", text = ""]) => ({
  path,
  text,
}));

/** Readers have packages that are built; here they are run from their sources. */
const CONFIGURATION = `const conditions = ["@airssys/source"];
export default { resolve: { conditions }, ssr: { resolve: { conditions } } };
`;

beforeAll(() => {
  mkdirSync(join(folder, "node_modules", "@airssys"), { recursive: true });
  for (const name of ["backend", "backend-conformance"])
    symlinkSync(at(`../../${name}`), join(folder, "node_modules", "@airssys", name));
  symlinkSync(at("../../../node_modules/vitest"), join(folder, "node_modules", "vitest"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "vitest.config.mjs"), CONFIGURATION);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), withFewerRuns(text));
  }
});

afterAll(() => {
  for (const path of [folder, stores]) rmSync(path, { recursive: true, force: true });
});

/** Each law on the engine and on a view of it, the tests that the guide has beside them, kills and power cuts. */
const TESTS = backendLaws().length * 2 + Array.from(GUIDE.matchAll(/^test\(/gm)).length + 2;
/** The engine leaves snapshots out, and power cuts need to record processes. */
const SKIPPED =
  backendLaws().filter(({ offers }) => offers !== undefined).length * 2 + (tracingFault() === undefined ? 0 : 1);

/** Random requests take a third of the time. The laws of the other engines run all of them. */
function withFewerRuns(text: string): string {
  return text.includes("describeBackend(") ? text.replace(/\n\}\);\n$/, "\n}, { runs: 10 });\n") : text;
}

/** The engine refuses to open over an older SQLite, which could lose commits. */
const [major = 0, minor = 0, patch = 0] = (process.versions.sqlite ?? "").split(".").map(Number);
const isSqliteTooOld = major * 1_000_000 + minor * 1_000 + patch < 3_051_003;

test.skipIf(isSqliteTooOld)("the engine of the guide keeps every law, and its tests pass", { timeout: 300_000 }, () => {
  expect(files.map(({ path }) => path)).toContain("test/laws.test.ts");
  const { VITEST: _, ...env } = process.env;
  const args = ["node_modules/vitest/vitest.mjs", "run", "--configLoader=native"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    env: {
      AIRSSYS_KILLS: "5",
      AIRSSYS_IMAGES: "40",
      ...env,
      TMPDIR: stores,
      NO_COLOR: "1",
      NODE_OPTIONS: "--conditions=@airssys/source",
    },
  });
  expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
  expect(stdout).toMatch(new RegExp(`Tests +${TESTS - SKIPPED} passed \\| ${SKIPPED} skipped \\(${TESTS}\\)`));
});
