import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSqlite } from "@airssys/backend-sqlite";
import { Child } from "@airssys/test-kit/child";
import { mount, NOT_MOUNTABLE } from "@airssys/test-kit/mount";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { describe, expect, test } from "vitest";

const WRITER = new URL("./children/writer.ts", import.meta.url);
const FULL = { code: "full", outcome: "not-committed" };
const OPTIONS = { timeout: 60_000 };

interface Report {
  readonly number: number;
  readonly code?: string;
  readonly outcome?: string;
  /** The newest commit that is there after a failure. */
  readonly count?: string;
}

/** Runs a writer, and returns what it said. The store then holds what was acknowledged, or said to be there. */
async function suffer(path: string, args: readonly string[], under: readonly string[] = []): Promise<Report[]> {
  const { code, signal, lines, noise } = await new Child(WRITER, [path, ...args], under).ended;
  expect([code, signal, noise]).toEqual([0, null, ""]);
  const reports: Report[] = lines.map((line) => JSON.parse(line));
  const backend = openSqlite({ path });
  const kept = reports.filter(({ number, code, count }) => code === undefined || count === String(number));
  for (const { number } of kept) {
    const value = backend.get(bytes(`key/${number}`)) ?? bytes("absent");
    expect(Buffer.compare(value, new Uint8Array(20_000).fill(number % 256))).toBe(0);
  }
  expect(text(backend.get(bytes("count")))).toBe(String(kept.at(-1)?.number));
  expect(backend.count({}).keys).toBe(kept.length + 1);
  backend.close();
  return reports;
}

const failuresOf = (reports: readonly Report[]) => reports.filter(({ code }) => code !== undefined);

test(
  "a full disk refuses, loses nothing, and takes commits again in the same process once there is space",
  OPTIONS,
  async ({ skip }) => {
    const disk = mount(16 * 1_048_576);
    if (disk === undefined) return skip(NOT_MOUNTABLE);
    const ballast = join(disk, "ballast");
    writeFileSync(ballast, new Uint8Array(14 * 1_048_576));
    const reports = await suffer(join(disk, "store.db"), ["150", ballast]);
    const failures = failuresOf(reports);
    expect(failures).toHaveLength(5);
    for (const failure of failures) expect(failure).toMatchObject(FULL);
    expect(reports.at(-1)).toEqual({ number: 150 });
  },
);

test("a file that may not grow further refuses like a full disk", OPTIONS, async ({ skip }) => {
  if (process.platform === "win32") return skip("there is no ulimit");
  const limited = ["sh", "-c", 'ulimit -f 1000; exec "$@"', "sh"];
  const failures = failuresOf(await suffer(join(temporaryFolder(), "store.db"), ["40"], limited));
  expect(failures.length).toBeGreaterThan(0);
  for (const failure of failures) expect(failure).toMatchObject(FULL);
});

test("a file system that may only be read refuses a store to write, and lets one be read that nobody writes", ({
  skip,
}) => {
  const disk = mount(8 * 1_048_576);
  if (disk === undefined) return skip(NOT_MOUNTABLE);
  const path = join(disk, "store.db");
  const writer = openSqlite({ path });
  write(writer, put("a", "1"));
  writer.close();
  execFileSync("mount", ["-o", "remount,ro", disk]);
  const refusal = (message: string) =>
    expect.objectContaining({ code: "read-only", message: expect.stringContaining(message) });
  for (const name of [path, join(disk, "other.db")]) expect(() => openSqlite({ path: name })).toThrow(refusal("EROFS"));
  expect(() => openSqlite({ path, readOnly: true })).toThrow(refusal("pass nobodyWrites: true"));
  const reader = openSqlite({ path, readOnly: true, nobodyWrites: true });
  expect(text(reader.get(bytes("a")))).toBe("1");
  expect(() => write(reader, put("a", "2"))).toThrow(expect.objectContaining({ code: "read-only" }));
  reader.close();
});

test("a reader that promises that nobody writes does not leave out commits that are in the log alone", ({ skip }) => {
  const disk = mount(8 * 1_048_576);
  if (disk === undefined) return skip(NOT_MOUNTABLE);
  const [path, copy] = [join(disk, "store.db"), join(disk, "copy.db")];
  const writer = openSqlite({ path });
  write(writer, put("a", "1"));
  for (const end of ["", "-wal"]) execFileSync("cp", [path + end, copy + end]); // as a crash leaves them
  writer.close();
  const reader = openSqlite({ path: copy, readOnly: true, nobodyWrites: true });
  expect(text(reader.get(bytes("a")))).toBe("1");
  reader.close();
  execFileSync("rm", [`${copy}-shm`]);
  execFileSync("mount", ["-o", "remount,ro", disk]);
  expect(() => openSqlite({ path: copy, readOnly: true, nobodyWrites: true })).toThrow(
    expect.objectContaining({ code: "read-only", message: expect.stringContaining("not written back yet") }),
  );
});

describe("with a disk that fails", () => {
  const isTraceable = canTrace();
  const injecting = (inject: string) => [
    ...["strace", "-f", "-qq", "-o", "/dev/null"],
    ...["-e", `trace=${inject.split(":")[0]}`, "-e", `inject=${inject}`],
  ];

  test.skipIf(!isTraceable)(
    "a sync that fails leaves its commit unknown, and no other (needs strace)",
    OPTIONS,
    async () => {
      const path = join(temporaryFolder(), "store.db");
      const failures = failuresOf(await suffer(path, ["25"], injecting("fsync:error=EIO:when=20")));
      expect(failures).toMatchObject([{ code: "io", outcome: "unknown" }]);
    },
  );

  test.skipIf(!isTraceable)("syncs that go on failing fail each commit (needs strace)", OPTIONS, async () => {
    const path = join(temporaryFolder(), "store.db");
    const failures = failuresOf(await suffer(path, ["25"], injecting("fsync:error=EIO:when=20+7")));
    expect(failures.length).toBeGreaterThan(1);
    for (const failure of failures) expect(failure).toMatchObject({ code: "io" });
  });

  test.skipIf(!isTraceable).each([200, 201, 202, 203])(
    "write %i that fails takes nothing along that was acknowledged (needs strace)",
    OPTIONS,
    async (count) => {
      const path = join(temporaryFolder(), "store.db");
      const failures = failuresOf(await suffer(path, ["25"], injecting(`pwrite64:error=EIO:when=${count}`)));
      expect(failures).toMatchObject([{ code: "io", outcome: "unknown" }]);
    },
  );
});

function canTrace(): boolean {
  try {
    execFileSync("strace", ["-f", "-o", "/dev/null", process.execPath, "--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
