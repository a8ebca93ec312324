import { expect, it } from "vitest";
import { packComponents, unpackComponents } from "./component-archive.ts";

it("an archive gives back the components that it was packed from", async () => {
  const components = new Map([
    ["storage", Uint8Array.of(0, 0x61, 0x0a, 0xff)],
    ["nothing", new Uint8Array(0)],
    ["storage-ttl", new Uint8Array(70_000).fill(10)],
  ]);
  const unpacked = await unpackComponents(await packComponents(components));
  expect(Array.from(unpacked, ([name, bytes]) => [name, new Uint8Array(bytes)])).toEqual([...components]);
});

it("what two components share is compressed once", async () => {
  const engine = Uint8Array.from({ length: 100_000 }, (_, index) => Math.imul(index, 2_654_435_761) >>> 24);
  const [one, two] = [
    await packComponents(new Map([["a", engine]])),
    await packComponents(
      new Map([
        ["a", engine],
        ["b", engine],
      ]),
    ),
  ];
  expect(two.length - one.length).toBeLessThan(100);
});

it("bytes that are no archive are an error", async () => {
  await expect(unpackComponents(Uint8Array.of(1, 2, 3))).rejects.toThrow();
});
