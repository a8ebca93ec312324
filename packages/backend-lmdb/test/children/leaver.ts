import { openLmdb } from "@airssys/backend-lmdb";
import { put, text, write } from "@airssys/test-kit/text";

// Commits in listeners for the end of the process, one of them added before the store was opened and one after it.

const [path = ""] = process.argv.slice(2);
const tell = (when: string) => {
  try {
    console.log(`${when} ${write(backend, put("a", when))}`);
    backend.close();
  } catch (error) {
    console.log(`${when} ${(error as { code?: string }).code}`);
  }
};
process.on("exit", () => tell("before"));
const other = openLmdb({ path: `${path}-other` });
const backend = openLmdb({ path });
process.on("exit", () => {
  console.log(`after ${text(undefined) ?? "nothing"}`);
  try {
    other.stats();
  } catch (error) {
    console.log(`after ${(error as { code?: string }).code}`);
  }
  other.close();
});
