import { type Case, compare } from "./measure.ts";
import { type Aim, type Group, groupOf } from "./report.ts";
import type { Context } from "./suite.ts";

/** Cases that are measured side by side, and the tables that are made of them. */
export interface Comparison {
  readonly cases: readonly Case[];
  readonly tables: readonly Table[];
  /** Done before the cases are measured. */
  readonly prepare?: () => Promise<void>;
}

/** Some of the cases, by name, compared with the first of them. */
export interface Table {
  readonly title: string;
  readonly rows: readonly string[];
  readonly aims?: Readonly<Record<string, Aim>>;
}

/** Measures comparisons one after the other. */
export async function measureAll(comparisons: readonly Comparison[], context: Context): Promise<Group[]> {
  const groups: Group[] = [];
  for (const { cases, tables, prepare } of comparisons) {
    context.progress(tables.map(({ title }) => title).join("; "));
    await prepare?.();
    const measured = await compare(cases, context);
    for (const { title, rows, aims } of tables) {
      const rowNamed = (name: string) => measured.filter((each) => each.name === name);
      groups.push(groupOf(title, rows.flatMap(rowNamed), aims));
    }
  }
  return groups;
}

/** A comparison with one table, of all its cases in their order. */
export function comparison(title: string, cases: readonly Case[], aims: Table["aims"] = {}): Comparison {
  return { cases, tables: [{ title, rows: cases.map(({ name }) => name), aims }] };
}
