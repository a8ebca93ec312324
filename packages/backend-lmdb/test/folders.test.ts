import { chmodSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, write } from "@airssys/test-kit/text";
import { open } from "lmdb";
import { expect, test } from "vitest";

test("a store is opened and written to in a folder whose parent may not be read, new or not", async ({ skip }) => {
  if (process.platform === "win32") return skip("there are no permissions of this kind");
  const parent = temporaryFolder();
  const { code, lines } = await new Child(new URL("./children/stranger.ts", import.meta.url), [join(parent, "store")])
    .ended;
  chmodSync(parent, 0o700);
  expect([code, ...lines]).toEqual([0, "written", "written", "written"]);
});

test("a store is made in folders that are made for it, however many", () => {
  const path = join(temporaryFolder(), "one", "two", "three");
  const backend = openLmdb({ path });
  expect(write(backend, put("a", "1"))).toBe(true);
  backend.close();
});

test.each([false, true])(
  "what is refused after lmdb has opened it is closed again (read-only: %s)",
  async (readOnly) => {
    const path = temporaryFolder();
    const strange = open<string, Uint8Array>({ path, noSubdir: false, keyEncoding: "binary" });
    strange.putSync(bytes("data\0"), "a value where a store has its database");
    await strange.close();
    expect(() => openLmdb({ path, readOnly })).toThrow(
      expect.objectContaining({ name: "BackendError", code: "corrupt" }),
    );
    expect(openFiles().filter((file) => file.startsWith(path))).toEqual([]);
  },
);

/** Files that this process has open; where the system does not show them, none. */
function openFiles(): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc/self/fd").flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)];
    } catch {
      return []; // closed since it was listed
    }
  });
}
