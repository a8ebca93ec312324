// `inspector.ts MODULE NAME`: is sent folders, opens the store of each, compares it with the commits that it says it
// has had, and answers with their number, or with what is wrong.
import type { Backend } from "@airssys/backend";
import { commitNext } from "../workload/commit-next.ts";
import { Expected, numberOf } from "../workload/expected.ts";
import type { Finding, Inspection } from "./inspection.ts";
import { openIn } from "./store-module.ts";

const [module = "", name = ""] = process.argv.slice(2);
const expected = new Expected();

process.on("message", async (inspection: Inspection) => {
  process.send?.(await inspect(inspection).catch((error: unknown): Finding => ({ fault: String(error) })));
});

async function inspect({ folder, goesOn }: Inspection): Promise<Finding> {
  const number = await withStore(folder, expectWhole);
  if (!goesOn) return { number };
  const next = await withStore(folder, (store) => commitNext(store, number + 1));
  const after = await withStore(folder, expectWhole);
  return after === next ? { number } : { fault: `commit ${next} was made, closed and opened: there are ${after}` };
}

async function expectWhole(store: Backend): Promise<number> {
  const number = await numberOf(store);
  await expected.expectIn(store, number);
  return number;
}

async function withStore(folder: string, act: (store: Backend) => Promise<number>): Promise<number> {
  const store = await openIn(folder, module, name);
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}
