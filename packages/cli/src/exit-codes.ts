import { EngineError } from "@airssys/engines";
import { ImportError, MigrationError, NamespaceError } from "@airssys/host/store";
import { StorageError } from "@airssys/protocol";
import { Interrupted, NotFound, UsageError } from "./command-error.ts";

/** Exit codes, as the README lists them. */
export const EXIT = { done: 0, failed: 1, usage: 2, notFound: 3, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Returns the exit code that stands for an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof NotFound) return EXIT.notFound;
  if (error instanceof Interrupted) return EXIT.interrupted;
  if (error instanceof ImportError && error.cause instanceof Interrupted) return EXIT.interrupted;
  if (error instanceof EngineError)
    return error.code === "absent" ? EXIT.notFound : usageIf(error.code !== "not-installed");
  if (error instanceof NamespaceError) return error.code === "absent" ? EXIT.notFound : EXIT.failed;
  if (error instanceof MigrationError && error.code === "aborted") return EXIT.interrupted;
  if (error instanceof StorageError) return usageIf(error.code === "invalid-key" || error.code === "invalid-argument");
  return EXIT.failed;
}

function usageIf(isUsage: boolean): ExitCode {
  return isUsage ? EXIT.usage : EXIT.failed;
}
