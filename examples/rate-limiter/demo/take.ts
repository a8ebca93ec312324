import { CallError } from "@airssys/runtime";
import type { Limit, Limiter, Verdict } from "./open-limiter.ts";

const ATTEMPTS_MAX = 100;

/** Asks for a request to be allowed, and asks again when a commit of another process came first. */
export async function take(limiter: Limiter, client: string, limit: Limit): Promise<Verdict> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await limiter.call("limiter.take", client, limit);
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof CallError) || error.code !== "not-committed") return false;
  return error.cause instanceof Error && "code" in error.cause && error.cause.code === "conflict";
}
