import { expect, test } from "vitest";
import { loadBy } from "./binding.ts";

const failing = (code: string, message: string) => () => {
  throw Object.assign(new Error(message), { code });
};

test("a binding that is not installed is said to be, with what installs it", () => {
  expect(() => loadBy(failing("MODULE_NOT_FOUND", "Cannot find module"))).toThrow(
    expect.objectContaining({
      code: "unsupported",
      message: expect.stringContaining("npm install @nxtedition/rocksdb@~12.2.12"),
    }),
  );
});

test("a binding without a compiled file for this machine is unsupported, and says where it has one", () => {
  expect(() => loadBy(failing("ERR_DLOPEN_FAILED", "No native build was found"))).toThrow(
    expect.objectContaining({
      code: "unsupported",
      message: expect.stringMatching(/linux-x64 with glibc.*No native build was found/),
    }),
  );
});
