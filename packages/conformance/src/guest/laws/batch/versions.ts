import { fill } from "../../expect/contents.ts";
import { holds, refused, same } from "../../expect/expect.ts";
import { getVersion, increment, write } from "../../host/batch.ts";
import { clear, remove, set } from "../../host/storage.ts";
import { call, kill, refusing, restart, trapping, type WrittenLaw } from "../../plan/written-law.ts";

const assumes = ["one-call-is-one-transaction"] as const;

/** Laws about versions. */
export const versionLaws: readonly WrittenLaw[] = [
  {
    name: "every commit that changes a namespace gets its next number, from 1",
    where: "Versions",
    assumes,
    steps: [
      call(() => set("a", "1")),
      call(() => same("the version after the first commit", getVersion("a"), 1)),
      call(() => fill({ b: "2", c: "2" })),
      call(() => {
        same("the versions after the second commit", ["a", "b", "c"].map(getVersion), [1, 2, 2]);
        remove("b");
      }),
      trapping(() => set("d", "no")),
      refusing(() => set("d", "no")),
      call(() => set("a", "4")),
      call(() => same("the versions in the end", ["a", "b", "c"].map(getVersion), [4, undefined, 2])),
    ],
  },
  {
    name: "what a call has written carries the number that its commit will have, all of it the same",
    where: "Versions",
    assumes,
    steps: [
      call(() => set("before", "1")),
      call(() => {
        set("a", "1");
        const version = getVersion("a");
        set("a", "2");
        const written = write([], [["b", "1"]]);
        increment("c", 1);
        same("the versions in the call", ["a", "b", "c"].map(getVersion), [version, version, version]);
        same("the answer of storage-write", written, version);
        same("the version", version, 2);
        return version;
      }),
      call((version: number) =>
        same("the versions afterwards", ["a", "b", "c"].map(getVersion), [version, version, version]),
      ),
    ],
  },
  {
    name: "each component counts its own commits",
    where: "Versions",
    roles: { other: { id: "-other" } },
    steps: [
      call(() => set("a", "1")),
      call(() => set("a", "2")),
      call(() => set("a", "1"), "other"),
      call(() => same("the version of the other", getVersion("a"), 1), "other"),
      call(() => same("the version", getVersion("a"), 2)),
    ],
  },
  {
    name: "no two values of a key ever have the same version, after a delete, a clear and a restart neither",
    where: "Versions",
    steps: [
      call(() => set("a", "same")),
      call(() => getVersion("a")),
      call((version: number) => {
        remove("a");
        return version;
      }),
      call(() => set("a", "same")),
      call((version: number) => {
        const now = getVersion("a") ?? 0;
        holds(`a version above ${version} after a delete`, now > version, now);
        return now;
      }),
      call(clear),
      restart,
      call(() => set("a", "same")),
      call((version: number) => {
        const now = getVersion("a") ?? 0;
        holds(`a version above ${version} after a clear and a restart`, now > version, now);
      }),
    ],
  },
  {
    name: "versions are the same after a restart, and go on",
    where: "Versions",
    assumes,
    steps: [
      call(() => set("a", "1")),
      call(() => set("b", "2")),
      restart,
      call(() => {
        same("the versions", ["a", "b"].map(getVersion), [1, 2]);
        set("c", "3");
      }),
      call(() => same("the next one", getVersion("c"), 3)),
    ],
  },
  {
    name: "what changes nothing is no commit: deletes of absent keys, refused batches, batches of nothing",
    where: "Versions",
    assumes,
    steps: [
      call(() => set("a", "1")),
      call(() => void remove("absent")),
      call(() => void write([["absent", undefined]], [["absent", undefined]])),
      call(() => void refused("conflict", "a check that does not hold", () => write([["a", 99]], [["a", "2"]]))),
      call(() => void write([], [])),
      call(() => {
        set("b", "2");
        same("the version of the next change", getVersion("b"), 2);
        same("storage-write of nothing after it", write([], []), 2);
      }),
      call(() => same("the versions", ["a", "b"].map(getVersion), [1, 2])),
    ],
  },
  {
    name: "versions are the same after the host was killed, and go on",
    where: "Versions",
    assumes: ["commits-outlive-a-kill"],
    steps: [
      call(() => set("a", "same")),
      call(() => getVersion("a")),
      kill,
      call((version: number) => {
        same("the version after it", getVersion("a"), version);
        remove("a");
        return version;
      }),
      kill,
      call(() => set("a", "same")),
      call((version: number) => {
        const now = getVersion("a") ?? 0;
        holds(`a version above ${version}`, now > version, now);
      }),
    ],
  },
];
