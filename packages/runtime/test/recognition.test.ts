import { expect, test, vi } from "vitest";
import { CallError, GuestEnd, LoadError } from "../src/index.ts";

test("errors of another copy of the package are recognised", async () => {
  vi.resetModules();
  const other = await import("../src/index.ts");
  expect(other.CallError).not.toBe(CallError);
  const call: unknown = new other.CallError("refused", "add returned an error", { payload: "no" });
  const load: unknown = new other.LoadError("no-jspi", "no JSPI");
  const end: unknown = new other.GuestEnd("crashed", "its thread is gone");
  expect(call instanceof CallError && [call.code, call.payload]).toEqual(["refused", "no"]);
  expect(load instanceof LoadError && load.code).toBe("no-jspi");
  expect(end instanceof GuestEnd && end.code).toBe("crashed");
  expect(call instanceof LoadError || load instanceof CallError || end instanceof CallError).toBe(false);
});
