import { holdsExactly } from "../../expect/contents.ts";
import { denied } from "../../expect/expect.ts";
import { exportChunk, importLines } from "../../host/transfer.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { accessLaw } from "../access-law.ts";
import { line } from "./lines.ts";

/** Laws about access to transfer. */
export const transferAccessLaws: readonly WrittenLaw[] = [
  accessLaw([
    ["storage-export", "admin", () => exportChunk()],
    ["storage-import", "admin", () => importLines(line("a", "1"))],
  ]),
  {
    name: "transfer needs every key inside of the patterns",
    where: "Permissions",
    roles: { narrow: { keys: ["a*", "b*"] } },
    steps: [
      call(() => {
        denied("keys:*", "storage-export", () => exportChunk());
        denied("keys:*", "storage-import", () => importLines(line("a", "1")));
      }, "narrow"),
      call(() => holdsExactly({})),
    ],
  },
];
