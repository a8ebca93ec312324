import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Subject } from "../judge/subject.ts";

/**
 * Opens a subject with the function `openSubject` of a module. Disposes of it at the end, if it is disposable. @throws
 * TypeError for a module or subject of another shape; Error if `openSubject` fails
 */
export async function openHostModule(path: string): Promise<Subject & AsyncDisposable> {
  const { openSubject } = await imported(path);
  if (typeof openSubject !== "function") throw new TypeError(`${path} must export a function openSubject`);
  const subject: unknown = await failingAs(`openSubject of ${path} failed`, async () => openSubject());
  if (!isSubject(subject))
    throw new TypeError(`openSubject of ${path} must answer an object with the functions start, restart and wait`);
  const close = subject[Symbol.asyncDispose]?.bind(subject);
  return Object.assign(subject, { [Symbol.asyncDispose]: async () => await close?.() });
}

async function imported(path: string): Promise<{ openSubject?: unknown }> {
  const file = resolve(path);
  if ((await stat(file).catch(() => undefined))?.isFile() !== true) throw new TypeError(`there is no file ${path}`);
  return failingAs(`${path} cannot be loaded`, () => import(pathToFileURL(file).href));
}

async function failingAs<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  return work().catch((cause: unknown) => {
    throw new Error(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
}

function isSubject(value: unknown): value is Subject & Partial<AsyncDisposable> {
  if (typeof value !== "object" || value === null) return false;
  return ["start", "restart", "wait"].every((name) => typeof (value as Record<string, unknown>)[name] === "function");
}
