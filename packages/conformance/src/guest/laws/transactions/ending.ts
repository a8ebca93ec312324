import { holdsExactly } from "../../expect/contents.ts";
import { refused } from "../../expect/expect.ts";
import { remove, set } from "../../host/storage.ts";
import { commit, rollback } from "../../host/transactions.ts";

export const BEFORE = { a: "1", b: "22", c: "" };

export function noneIsOpen(): void {
  refused("invalid-argument", "storage-commit without a transaction", commit);
  refused("invalid-argument", "storage-rollback without a transaction", rollback);
}

export function changeEverything(): void {
  set("a", "changed");
  remove("b");
  set("new", "4");
  holdsExactly({ a: "changed", c: "", new: "4" });
}
