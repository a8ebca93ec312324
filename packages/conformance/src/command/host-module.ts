import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Subject } from "../subject.ts";

/** What the function `openSubject` of a module opens. Closed at the end, if it can be. */
export async function openHostModule(path: string): Promise<Subject & AsyncDisposable> {
  const { openSubject } = (await import(pathToFileURL(resolve(path)).href)) as { openSubject?: unknown };
  if (typeof openSubject !== "function") throw new TypeError(`${path} must export a function openSubject`);
  const subject: unknown = await openSubject();
  if (!isSubject(subject)) throw new TypeError(`openSubject of ${path} must answer start, restart and wait`);
  const close = subject[Symbol.asyncDispose]?.bind(subject);
  return Object.assign(subject, { [Symbol.asyncDispose]: async () => await close?.() });
}

function isSubject(value: unknown): value is Subject & Partial<AsyncDisposable> {
  if (typeof value !== "object" || value === null) return false;
  return ["start", "restart", "wait"].every((name) => typeof (value as Record<string, unknown>)[name] === "function");
}
