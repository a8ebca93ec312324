import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Subject } from "../subject.ts";

/** A subject that a module exports by default, or that a function opens that it exports. Closed at the end, if it can be. */
export async function openHostModule(path: string): Promise<Subject & AsyncDisposable> {
  const exported: unknown = ((await import(pathToFileURL(resolve(path)).href)) as { default?: unknown }).default;
  const subject: unknown = typeof exported === "function" ? await exported() : exported;
  if (!isSubject(subject)) {
    throw new TypeError(
      `${path} must export by default a subject with start, restart and wait, or a function that opens one`,
    );
  }
  return Object.assign(Object.create(subject) as Subject, {
    [Symbol.asyncDispose]: async () => await (subject as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.(),
  });
}

function isSubject(value: unknown): value is Subject {
  if (typeof value !== "object" || value === null) return false;
  return ["start", "restart", "wait"].every((name) => typeof (value as Record<string, unknown>)[name] === "function");
}
