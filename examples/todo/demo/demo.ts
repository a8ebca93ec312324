// `npx pnpm@12 --filter @airssys/example-todo demo`: a list, found in three ways, and what is done is forgotten after a
// week.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildTodo } from "./build-todo.ts";
import { type Item, openTodo } from "./open-todo.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

function print(title: string, items: readonly Item[]): void {
  console.log(`\n${title}`);
  for (const { id, title, due = "some day", tags, isDone } of items)
    console.log(`   ${isDone ? "✔" : "·"} ${id} ${title.padEnd(20)} ${due.padEnd(10)}  ${tags.join(", ")}`);
  if (items.length === 0) console.log("   nothing");
}

async function main(data: string): Promise<void> {
  let now = Date.now();
  const component = await buildTodo();
  const first = await openTodo(component, data, () => now);
  await first.todo.call("todo.add", "Water the plants", "2030-05-03", ["home"]);
  await first.todo.call("todo.add", "Write the report", "2030-05-01", ["work"]);
  await first.todo.call("todo.add", "Call Ada", undefined, ["home", "phone"]);
  await first.todo.call("todo.complete", 2);
  await first.close();

  const { todo, close } = await openTodo(component, data, () => now);
  print("To be done, after a restart", await todo.call("todo.all", false));
  print("Due before 10 May", await todo.call("todo.dueBefore", "2030-05-10"));
  print("Tagged home", await todo.call("todo.tagged", "home"));
  print("Done", await todo.call("todo.all", true));
  now += WEEK_MS;
  print("Done, a week later", await todo.call("todo.all", true));
  console.log();
  await close();
}

const folder = await mkdtemp(join(tmpdir(), "airssys-todo-"));
await main(join(folder, "data")).finally(() => rm(folder, { recursive: true, force: true }));
