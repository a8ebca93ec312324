import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { Room } from "./room.ts";

test("a disk with more than the reserve takes a commit, and one with less refuses it as full", () => {
  expect(() => new Room(tmpdir(), 1).require(1)).not.toThrow();
  const small = new Room(tmpdir(), 2 ** 52);
  for (let times = 0; times < 2; times++)
    expect(() => small.require(10)).toThrow(expect.objectContaining({ code: "full", outcome: "not-committed" }));
});
