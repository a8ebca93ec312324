import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskImage, type Kept, type Recording, readRecording } from "@airssys/backend-conformance/durability/judge";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "airssys-trace-"));
afterAll(() => rmSync(folder, { recursive: true }));

const hex = (text: string) =>
  Array.from(Buffer.from(text), (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
/** A call as strace writes it, with `'text'` for strings and `<path>` for paths. */
const line = (text: string) =>
  text.replace(/'([^']*)'/g, (_, inside) => `"${hex(inside)}"`).replace(/<(\/[^>]*)>/g, (_, path) => `<${hex(path)}>`);

function recorded(...calls: readonly string[]): Recording {
  const trace = join(folder, "trace");
  writeFileSync(
    trace,
    calls
      .map((call) => `${/^\d/.test(call) ? call : `7 ${call}`}\n`)
      .map(line)
      .join(""),
  );
  return readRecording(trace, { folder: "/s", rebuilt: /^lock$/ });
}

/** The files after a power cut at the end. A coin always shows the same side. */
function kept(recording: Recording, how: Kept, coin = 1): Record<string, string> {
  const { files } = diskImage(recording, { cut: recording.steps.length, kept: how, random: () => coin });
  return Object.fromEntries(Array.from(files, ([path, bytes]) => [path, bytes.toString()]));
}

const OPEN = "openat(AT_FDCWD</>, '/s/a', O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 3</s/a>";
const SYNC_FOLDER = ["openat(AT_FDCWD</>, '/s', O_RDONLY|O_DIRECTORY) = 9</s>", "fsync(9</s>) = 0", "close(9</s>) = 0"];
const CREATED = [OPEN, ...SYNC_FOLDER];

describe("the disk keeps", () => {
  it("what was synced, and of the rest nothing, or all", () => {
    const recording = recorded(
      ...CREATED,
      "pwrite64(3</s/a>, 'synced', 6, 0) = 6",
      "fdatasync(3</s/a>) = 0",
      "pwrite64(3</s/a>, 'S', 1, 0) = 1",
    );
    expect(kept(recording, "none")).toEqual({ a: "synced" });
    expect(kept(recording, "all")).toEqual({ a: "Synced" });
  });

  it("the size of what it lost, now and then", () => {
    const recording = recorded(...CREATED, "pwrite64(3</s/a>, 'ab', 2, 0) = 2");
    expect(kept(recording, "none", 0)).toEqual({ a: "\0\0" });
  });

  it("any pages of what was not synced", () => {
    const page = "x".repeat(4_096);
    const recording = recorded(...CREATED, `pwrite64(3</s/a>, '${page}yz', 4098, 0) = 4098`);
    let coin = 0;
    const { files } = diskImage(recording, { cut: recording.steps.length, kept: "pages", random: () => ++coin % 2 });
    expect(files.get("a")?.toString()).toBe(`${"\0".repeat(4_096)}yz`);
  });

  it("a name once its folder was synced, and not with the file", () => {
    const recording = recorded(OPEN, "write(3</s/a>, 'a', 1) = 1", "fsync(3</s/a>) = 0");
    expect(kept(recording, "none")).toEqual({});
    expect(kept(recorded(OPEN, "write(3</s/a>, 'a', 1) = 1", "fsync(3</s/a>) = 0", ...SYNC_FOLDER), "none")).toEqual({
      a: "a",
    });
  });

  it("both names of a rename, or none", () => {
    const recording = recorded(
      ...CREATED,
      "write(3</s/a>, '1', 1) = 1",
      "fsync(3</s/a>) = 0",
      "rename('/s/a', '/s/b') = 0",
    );
    expect(kept(recording, "none")).toEqual({ a: "1" });
    expect(kept(recording, "all")).toEqual({ b: "1" });
    expect(kept(recording, "pages", 1)).toEqual({ b: "1" });
    expect(kept(recording, "pages", 0)).toEqual({ a: "1" });
  });

  it("what the system was told to sync as a whole", () => {
    const recording = recorded(OPEN, "write(3</s/a>, 'a', 1) = 1", "sync() = 0", "unlink('/s/a') = 0");
    expect(kept(recording, "none")).toEqual({ a: "a" });
    expect(kept(recording, "all")).toEqual({});
  });

  it("a durable write that has returned", () => {
    const durable = "openat(AT_FDCWD</>, 'a', O_WRONLY|O_DSYNC) = 4</s/a>";
    const recording = recorded(...CREATED, durable.replace("'a'", "'/s/a'"), "pwrite64(4</s/a>, 'd', 1, 0) = 1");
    expect(kept(recording, "none")).toEqual({ a: "d" });
    expect(
      diskImage(recording, { cut: recording.steps.length - 1, kept: "none", random: () => 1 }).files.get("a"),
    ).toHaveLength(0);
  });

  it("nothing that a sync did not wait for: what was under way when it began", () => {
    const recording = recorded(
      ...CREATED,
      "7 fsync(3</s/a> <unfinished ...>",
      "8 pwrite64(3</s/a>, 'late', 4, 0) = 4",
      "7 <... fsync resumed>) = 0",
    );
    expect(kept(recording, "none")).toEqual({ a: "" });
  });

  it("nothing for a sync that failed, nor for sync_file_range", () => {
    const failed = "fsync(3</s/a>) = -1 EIO (Input/output error)";
    const range = "sync_file_range(3</s/a>, 0, 0, SYNC_FILE_RANGE_WRITE) = 0";
    expect(kept(recorded(...CREATED, "write(3</s/a>, 'a', 1) = 1", failed, range), "none")).toEqual({ a: "" });
  });
});

describe("a recording follows", () => {
  it("folders, links, and files that have no name any more", () => {
    const recording = recorded(
      "mkdir('/s/f', 0777) = 0",
      "openat(AT_FDCWD</>, '/s/f/a', O_WRONLY|O_CREAT, 0644) = 3</s/f/a>",
      "write(3</s/f/a>, '1', 1) = 1",
      "linkat(AT_FDCWD</>, '/s/f/a', 5</s>, 'b', 0) = 0",
      "unlinkat(5</s/f>, 'a', 0) = 0",
      "write(3</s/f/a>(deleted), '2', 1) = 1",
      "renameat(5</s>, 'f', 5</s>, 'g') = 0",
    );
    expect(kept(recording, "all")).toEqual({ b: "12" });
    expect(diskImage(recording, { cut: 99, kept: "all", random: () => 1 }).folders).toEqual(["g"]);
  });

  it("the position of a descriptor through reads, seeks, appends and copies of it", () => {
    const recording = recorded(
      ...CREATED,
      "write(3</s/a>, 'abcdef', 6) = 6",
      "lseek(3</s/a>, 0, SEEK_SET) = 0",
      "read(0x3, 0x7f00, 0x2) = 0x2",
      "dup(3</s/a>) = 4</s/a>",
      "writev(4</s/a>, [{iov_base='X', iov_len=1}, {iov_base='Y', iov_len=1}], 2) = 2",
      "openat(AT_FDCWD</>, '/s/a', O_WRONLY|O_APPEND) = 5</s/a>",
      "write(5</s/a>, 'more', 4) = 2",
    );
    expect(kept(recording, "all")).toEqual({ a: "abXYefmo" });
  });

  it("sizes: truncated, cut when opened, and reserved", () => {
    const recording = recorded(
      ...CREATED,
      "write(3</s/a>, 'abcdef', 6) = 6",
      "ftruncate(3</s/a>, 2) = 0",
      "fallocate(3</s/a>, FALLOC_FL_KEEP_SIZE, 0, 4096) = 0",
      "fallocate(3</s/a>, 0, 0, 4) = 0",
      "openat(AT_FDCWD</>, '/s/b', O_WRONLY|O_CREAT|O_TRUNC, 0644) = 4</s/b>",
      "pwritev2(4</s/b>, [{iov_base='b', iov_len=1}], 1, 1, RWF_DSYNC) = 1",
    );
    expect(kept(recording, "all")).toEqual({ a: "ab\0\0", b: "\0b" });
  });

  it("a number that another file has before its close is over", () => {
    const recording = recorded(
      ...CREATED,
      "7 close(3</s/a> <unfinished ...>",
      "8 openat(AT_FDCWD</>, '/s/b', O_WRONLY|O_CREAT, 0644) = 3</s/b>",
      "7 <... close resumed>) = 0",
      "8 write(3</s/b>, 'b', 1) = 1",
    );
    expect(kept(recording, "all")).toEqual({ a: "", b: "b" });
  });

  it("what the process says, and files elsewhere not at all", () => {
    const recording = recorded(
      "openat(AT_FDCWD</>, '/elsewhere', O_WRONLY|O_CREAT, 0644) = 3</elsewhere>",
      "write(3</elsewhere>, 'x', 1) = 1",
      "copy_file_range(3</elsewhere>, NULL, 4</other>, NULL, 9, 0) = 9",
      "write(1<pipe:[5]>, 'one\ntwo\n', 8) = 8",
    );
    expect(recording.steps).toEqual([{ type: "say", lines: ["one", "two"] }]);
  });

  it("files in shared memory that are made anew: they are missing, or hold anything", () => {
    const mapped = "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 4</s/lock>, 0) = 0x7f00";
    const recording = recorded(
      ...CREATED,
      "openat(AT_FDCWD</>, '/s/lock', O_RDWR|O_CREAT, 0644) = 4</s/lock>",
      "ftruncate(4</s/lock>, 3) = 0",
      mapped,
    );
    expect(kept(recording, "all", 1)).toEqual({ a: "" });
    expect(kept(recording, "all", 0)).toEqual({ a: "", lock: "\0\0\0" });
  });
});

describe("a recording is refused", () => {
  const map = (protection: string) => `mmap(NULL, 4096, ${protection}, MAP_SHARED, 3</s/a>, 0) = 0x7000`;
  it.each([
    [
      "a call that nobody knows",
      ["cachestat(3</s/a>, {}, {}, 0) = 0"],
      /cannot replay the system call cachestat on \/s\/a/,
    ],
    [
      "one that names a path",
      ["symlinkat('/x', AT_FDCWD</>, '/s/b') = 0"],
      /cannot replay the system call symlinkat on \/s\/b/,
    ],
    ["one that strace does not know", ["syscall_0x1cf(0x3) = 0"], /strace does not know the system call syscall_0x1cf/],
    [
      "a copy inside of the system",
      ["copy_file_range(5</x>, NULL, 3</s/a>, NULL, 9, 0) = 9"],
      /copy_file_range on \/s\/a/,
    ],
    ["writes through memory", [map("PROT_READ|PROT_WRITE")], /\/s\/a is written through shared memory/],
    [
      "memory that can be written later",
      [map("PROT_READ"), "mprotect(0x7000, 4096, PROT_READ|PROT_WRITE) = 0"],
      /through shared memory/,
    ],
    ["memory that is synced", [map("PROT_READ"), "msync(0x7000, 4096, MS_SYNC) = 0"], /cannot replay msync of \/s\/a/],
    [
      "a descriptor of another process",
      ["write(8</s/a>, 'x', 1) = 1"],
      /descriptor 8 of \/s\/a: it was not recorded how/,
    ],
    [
      "a file that was there before",
      ["openat(AT_FDCWD</>, '/s/old', O_RDWR) = 4</s/old>"],
      /it was not recorded who created it/,
    ],
    ["a file from elsewhere", ["rename('/x', '/s/b') = 0"], /cannot replay that \/x became \/s\/b/],
    [
      "two files that change places",
      ["renameat2(AT_FDCWD</>, '/s/a', AT_FDCWD</>, '/s/b', RENAME_EXCHANGE) = 0"],
      /RENAME_EXCHANGE/,
    ],
    ["a hole in a file", ["fallocate(3</s/a>, FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE, 0, 1) = 0"], /PUNCH_HOLE/],
    ["another current folder", ["chdir('/x') = 0"], /cannot replay the system call chdir/],
    ["a string that was cut off", [`write(3</s/a>, 'x'..., 2) = 2`], /strace cut off a string/],
    ["fewer bytes than were written", ["write(3</s/a>, 'x', 2) = 2"], /2 bytes, of which 1 were shown/],
  ])("%s", (_, calls, message) => {
    expect(() => recorded(...CREATED, ...calls)).toThrow(message);
  });

  it("but not for memory that was given back, or private, nor for calls that failed", () => {
    const calls = [
      map("PROT_READ"),
      "munmap(0x7000, 4096) = 0",
      "mprotect(0x7000, 4096, PROT_READ|PROT_WRITE) = 0",
      "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, 3</s/a>, 0) = 0x8000",
      "ioctl(3</s/a>, FICLONE, 4) = -1 EOPNOTSUPP (Operation not supported)",
      "ioctl(3</s/a>, TCGETS, 0x7f) = 0",
      "fcntl(3</s/a>, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=0, l_len=1}) = 0",
    ];
    expect(kept(recorded(...CREATED, ...calls), "all")).toEqual({ a: "" });
  });
});
