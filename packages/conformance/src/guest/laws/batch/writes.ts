import { fill, holdsExactly } from "../../expect/contents.ts";
import { refused, refusedWith, same } from "../../expect/expect.ts";
import { getVersion, increment, write } from "../../host/batch.ts";
import { remove, set, size } from "../../host/storage.ts";
import { call, refusing, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes } from "../../values/bytes.ts";

const wit = "wit/storage-batch.wit";

const assumes = ["one-call-is-one-transaction"] as const;

/** Laws about writes with checks. */
export const writeLaws: readonly WrittenLaw[] = [
  {
    name: "a batch is done if the keys have exactly the versions of its checks",
    where: "Versions",
    steps: [
      call(() => set("a", "1")),
      call(() => set("b", "2")),
      call(() => {
        const checks = [
          ["a", getVersion("a")],
          ["b", getVersion("b")],
          ["none", undefined],
        ] as const;
        write(checks, [
          ["c", "3"],
          ["a", undefined],
        ]);
        holdsExactly({ b: "2", c: "3" });
      }),
      call(() => holdsExactly({ b: "2", c: "3" })),
    ],
  },
  {
    name: "a check that does not hold is conflict, and nothing of the batch is done",
    where: "Versions",
    steps: [
      call(() => set("a", "1")),
      call(() => set("a", "2")),
      call(() => {
        const version = getVersion("a") ?? 0;
        for (const wrong of [undefined, version - 1, version + 1, 0])
          refused("conflict", `a check of ${wrong}`, () => write([["a", wrong]], [["b", "1"]]));
        refused("conflict", "a check of an absent key", () => write([["none", version]], [["b", "1"]]));
        const second = [
          ["a", version],
          ["none", 1],
        ] as const;
        refused("conflict", "the second of two checks", () =>
          write(second, [
            ["b", "1"],
            ["a", undefined],
          ]),
        );
        refused("conflict", "a batch of a check alone", () => write([["a", version + 1]], []));
        holdsExactly({ a: "2" });
      }),
      call(() => holdsExactly({ a: "2" })),
    ],
  },
  {
    name: "a check sees that a key was deleted and set again with the same value",
    where: "Versions",
    steps: [
      call(() => set("a", "same")),
      call(() => getVersion("a")),
      call(() => void remove("a")),
      call(() => set("a", "same")),
      call((version: number) => refused("conflict", "the old version", () => write([["a", version]], []))),
    ],
  },
  {
    name: "checks look at the state before the first write of the batch",
    where: "Versions",
    steps: [
      call(() => set("a", "1")),
      call(() => {
        const version = getVersion("a");
        write(
          [
            ["a", version],
            ["b", undefined],
          ],
          [
            ["b", "1"],
            ["a", undefined],
          ],
        );
        holdsExactly({ b: "1" });
        set("c", "own");
        write(
          [
            ["c", getVersion("c")],
            ["a", undefined],
          ],
          [["a", "back"]],
        );
      }),
      call(() => holdsExactly({ a: "back", b: "1", c: "own" })),
    ],
  },
  {
    name: "writes are done in their order, and the last one to a key counts",
    where: "Versions",
    steps: [
      call(() => {
        write(
          [],
          [
            ["a", "1"],
            ["a", undefined],
            ["a", "3"],
          ],
        );
        write(
          [],
          [
            ["b", "1"],
            ["b", undefined],
            ["none", undefined],
          ],
        );
        write(
          [],
          [
            ["z", "1"],
            ["c", "1"],
            ["z", "2"],
          ],
        );
        holdsExactly({ a: "3", c: "1", z: "2" });
      }),
      call(() => holdsExactly({ a: "3", c: "1", z: "2" })),
    ],
  },
  {
    name: "if any write of a batch is refused, none of it is done",
    where: "Versions",
    assumes: ["limits-of-the-contract"],
    roles: { small: { quotaBytes: 50 } },
    steps: [
      call(() => fill({ a: "1", b: "2" }), "small"),
      call(() => {
        const good = [
          ["a", "changed"],
          ["b", undefined],
          ["c", "3"],
        ] as const;
        refused("invalid-key", "an invalid key", () => write([], [...good, ["", "1"]]));
        refused("invalid-key", "an invalid key to delete", () => write([], [...good, ["\u0000", undefined]]));
        refused("invalid-key", "an invalid key to check", () => write([["", undefined]], good));
        refusedWith("value-too-large", 1_048_576, "a large value", () =>
          write([], [...good, ["d", manyBytes(1_048_577)]]),
        );
        refused("quota-exceeded", "too much", () => write([], [...good, ["d", manyBytes(60)]]));
        refused("invalid-argument", "a ttl of 0", () => write([], [...good, ["d", "4", 0]]));
        holdsExactly({ a: "1", b: "2" });
      }, "small"),
      call(() => holdsExactly({ a: "1", b: "2" }), "small"),
    ],
  },
  {
    name: "each write of a batch counts against the quota as it comes",
    where: "Versions",
    roles: { small: { quotaBytes: 50 } },
    steps: [
      call(() => set("a", manyBytes(39)), "small"),
      call(() => {
        const details = { used: 40, quota: 50, requested: 30 };
        refusedWith("quota-exceeded", details, "a write before room is made", () =>
          write(
            [],
            [
              ["b", manyBytes(29)],
              ["a", undefined],
            ],
          ),
        );
        holdsExactly({ a: manyBytes(39) });
        write(
          [],
          [
            ["a", undefined],
            ["b", manyBytes(29)],
          ],
        );
        same("storage-size", size(), 30);
      }, "small"),
      call(() => holdsExactly({ b: manyBytes(29) }), "small"),
    ],
  },
  {
    name: "a batch without writes is a check alone, and answers the newest version",
    where: wit,
    steps: [
      call(() => set("a", "1")),
      call(() => set("b", "2")),
      call(() => {
        same("storage-write of nothing", write([], []), 2);
        same("storage-write of a check", write([["a", getVersion("a")]], []), 2);
      }),
      call(() => same("the versions", ["a", "b"].map(getVersion), [1, 2])),
    ],
  },
  {
    name: "a batch is undone with the call that fails, and so is a counter",
    where: "One call is one transaction",
    assumes,
    steps: [
      call(() => fill({ a: "1", n: "5" })),
      trapping(() => {
        write(
          [],
          [
            ["a", "2"],
            ["b", "2"],
          ],
        );
        increment("n", 1);
      }),
      refusing(() => {
        write([], [["a", undefined]]);
        increment("m", 1);
      }),
      call(() => holdsExactly({ a: "1", n: "5" })),
    ],
  },
];
