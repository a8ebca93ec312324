import { join } from "node:path";
import { expect, test } from "vitest";
import { type Address, addressed, fieldsOf } from "../../scripts/packages/address.ts";
import { versionsFault } from "../../scripts/packages/contract.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const AT: Address = { repository: { type: "git", url: "git+https://example.org/a/b.git" } };

const PLAIN =
  "See `docs/contract.md#answers`, `SECURITY.md` and `src/index.ts`.\n\n```sh\ncat `docs/contract.md`\n```\n";
const LINKED =
  "See [`docs/contract.md#answers`](https://example.org/a/b/blob/HEAD/docs/contract.md#answers), [`SECURITY.md`](https://example.org/a/b/blob/HEAD/SECURITY.md) and `src/index.ts`.\n\n```sh\ncat `docs/contract.md`\n```\n";

test("with an address, a README links the files of the repository that it names", () => {
  expect(addressed(PLAIN, AT, ROOT)).toBe(LINKED);
  expect(addressed(LINKED, AT, ROOT)).toBe(LINKED);
});

test("without one it names them", () => {
  expect(addressed(LINKED, {}, ROOT)).toBe(PLAIN);
  expect(addressed(PLAIN, {}, ROOT)).toBe(PLAIN);
});

test("another address takes the place of the old one", () => {
  const other: Address = { repository: { type: "git", url: "https://example.com/c" } };
  expect(addressed(LINKED, other, ROOT)).toContain("(https://example.com/c/blob/HEAD/SECURITY.md)");
  expect(addressed(LINKED, other, ROOT)).not.toContain("example.org");
});

test("every package has the address, or none has", () => {
  expect(fieldsOf(AT, "packages/host")).toEqual({
    homepage: "https://example.org/a/b/blob/HEAD/packages/host/README.md",
    repository: { type: "git", url: "git+https://example.org/a/b.git", directory: "packages/host" },
    bugs: "https://example.org/a/b/issues",
  });
  expect(Object.values(fieldsOf({}, "wit")).filter((value) => value !== undefined)).toEqual([]);
});

test.each([
  ["0.1.0", "0.1.0", undefined],
  ["0.1.3", "0.1.0", undefined],
  ["0.0.0", "0.1.0", undefined],
  ["0.2.0", "0.1.0", "the packages are 0.2.0 and the contract is 0.1.0: the first two numbers have to be the same"],
  ["0.1.0", undefined, "wit/storage.wit has no line `package airssys:wasm@VERSION;`"],
])("packages %s and the contract %s: %s", (packages, contract, fault) => {
  expect(versionsFault(packages, contract)).toBe(fault);
});
