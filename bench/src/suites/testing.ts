import type { Instance } from "@airssys/runtime";
import { createHarness, type Harness, type HarnessMode } from "@airssys/testing";
import { type Comparison, comparison, measureAll } from "../comparison.ts";
import type { Case } from "../measure.ts";
import { PLACES } from "../places.ts";
import type { Aim } from "../report.ts";
import type { Suite } from "../suite.ts";

/** What the example exports, as far as it is called here. */
interface TodoExports {
  readonly todo: {
    add(title: string, due: string | undefined, tags: readonly string[]): object;
    remove(id: number): boolean;
  };
}

type TodoHarness = Harness<TodoExports>;

/** What a test of a component takes besides its own work, once the process is warm. */
export const testing: Suite = {
  title: "testing: a component in a harness of @airssys/testing",
  parts: ["in one process"],
  async run(_part, context) {
    context.progress("building the component");
    for (const mode of MODES) await wholeTest(mode);
    const groups = await measureAll([wholeTests], context);
    const todos = await Promise.all(MODES.map(openTodo));
    groups.push(
      ...(await measureAll(
        [
          lives("a call that reads", todos, async () => {}),
          lives("a restart, and that call", todos, (harness) => harness.restart()),
          lives("a crash, and that call", todos, (harness) => harness.crash()),
        ],
        context,
      )),
    );
    for (const { harness } of todos) await harness.close();
    return { groups, notes: [] };
  },
};

const MODES: readonly HarnessMode[] = ["mock", "memory", "lmdb"];

function open(mode: HarnessMode): Promise<TodoHarness> {
  return createHarness<TodoExports>({
    entry: PLACES.todoEntry,
    mode,
    conditions: ["@airssys/source"],
    cacheFolder: PLACES.cache,
  });
}

async function wholeTest(mode: HarnessMode): Promise<void> {
  const harness = await open(mode);
  const todo = await harness.start();
  await todo.call("todo.add", "plants", "2030-02-02", ["home"]);
  await harness.close();
}

const wholeTests: Comparison = comparison(
  "a whole test: a harness with an empty store, a start, a call that adds an item, the end",
  MODES.map((mode) => ({ name: mode, operationsPerSample: 1, sample: () => wholeTest(mode) })),
  { mock: below(5), memory: below(100), lmdb: below(100) },
);

function below(p50Milliseconds: number): Aim {
  return { type: "below", p50Milliseconds };
}

interface OpenTodo {
  readonly mode: HarnessMode;
  readonly harness: TodoHarness;
  readonly todo: Instance<TodoExports>;
}

async function openTodo(mode: HarnessMode): Promise<OpenTodo> {
  const harness = await open(mode);
  return { mode, harness, todo: await harness.start() };
}

/** One harness for each mode, over and over. */
function lives(title: string, todos: readonly OpenTodo[], before: (harness: TodoHarness) => Promise<void>): Comparison {
  const cases = todos.map(
    ({ mode, harness, todo }): Case => ({
      name: mode,
      operationsPerSample: 1,
      async sample() {
        await before(harness);
        await todo.call("todo.remove", 1);
        harness.operations.clear(); // a test would end here
      },
    }),
  );
  return comparison(title, cases);
}
