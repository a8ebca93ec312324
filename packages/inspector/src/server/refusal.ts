import { StorageError } from "@airssys/protocol";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorAnswer } from "../api/answers.ts";

/** Answers a refusal as JSON. */
export function refusal(context: Context, status: ContentfulStatusCode, error: string): Response {
  const answer: ErrorAnswer = { error };
  return context.json(answer, status);
}

/** Answers what a request threw. Whoever sees it is the owner of the store: nothing is hidden. */
export function refusalOf(context: Context, error: unknown): Response {
  if (error instanceof StorageError) return refusal(context, error.code === "conflict" ? 409 : 400, error.message);
  if (error instanceof RangeError || error instanceof TypeError) return refusal(context, 400, error.message);
  return refusal(context, 500, error instanceof Error ? error.message : String(error));
}
