/** Thrown for a command that was not given as it has to be. */
export class UsageError extends Error {}

/** Thrown for a key or a file that is not there. */
export class NotFound extends Error {}

/** Thrown when somebody has asked the command to end. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
  }
}

/** Thrown when the command did its work, and what it found is a failure. */
export class CommandFailed extends Error {}
