import type { GuestEnvironment } from "@airssys/runtime";
import { performance } from "../realm/platform-clock.ts";
import type { Realm } from "../realm/realm.ts";
import { framesIn, printedLine } from "./printed.ts";

const encoder = new TextEncoder();

/** Creates the console of a component: each call prints one line to `stdout` or `stderr`. */
export function createConsole(
  { intrinsics }: Realm,
  { stdout, stderr }: Pick<GuestEnvironment, "stdout" | "stderr">,
): object {
  const counts = new Map<string, number>();
  const begun = new Map<string, number>();
  const to = (sink: typeof stdout) => (line: string) => sink(encoder.encode(`${line}\n`));
  const [out, err] = [to(stdout), to(stderr)];
  const print =
    (write: (line: string) => void) =>
    (...values: unknown[]) =>
      write(printedLine(values));
  const nothing = () => {};
  const trace = (...values: unknown[]) => {
    print(out)(...values);
    out(`${framesIn(new intrinsics.Error().stack).join("\n")}\n`);
  };
  const elapsed =
    (method: string) =>
    (label = "default") => {
      const start = begun.get(label);
      if (start === undefined) err(`No such label '${label}' for console.${method}()`);
      else out(`${label}: ${performance.now() - start}ms`);
      if (method === "timeEnd") begun.delete(label);
    };
  return {
    ...{
      log: print(out),
      info: print(out),
      dir: (value: unknown) => out(printedLine([value])),
      dirxml: print(out),
      table: print(out),
    },
    ...{ group: print(out), groupCollapsed: print(out), groupEnd: nothing, clear: nothing, trace },
    ...{ debug: print(err), warn: print(err), error: print(err) },
    // The engine of components has this inverted: it prints if the assertion holds.
    assert: (...values: unknown[]) => {
      if (values[0]) err(values.length === 1 ? "Assertion failed" : `Assertion failed:  ${printedLine(values)}`);
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      out(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => {
      if (!counts.delete(label)) err(`Count for '${label}' does not exist`);
    },
    time: (label = "default") => void begun.set(label, performance.now()),
    timeLog: elapsed("timeLog"),
    timeEnd: elapsed("timeEnd"),
  };
}
