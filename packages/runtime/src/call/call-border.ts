import { CallError } from "../errors/call-error.ts";
import { AnswerTaker } from "../types/answer-taker.ts";
import { ArgumentTaker } from "../types/argument-taker.ts";
import type { FunctionTypes } from "../types/function-types.ts";
import { exportPaths } from "./export-path.ts";

/** Checks the values that pass between a program and the exports of one component, by their declared types. */
export interface CallBorder {
  /** Returns whether the component has such an export. */
  has(path: string): boolean;
  /**
   * Checks and copies the arguments of a call; nobody else can change the copies. Arguments for an unknown export are
   * returned as they are.
   *
   * @param id of the instance, for errors.
   * @throws CallError `invalid-argument`
   */
  takeArguments(id: string, path: string, args: readonly unknown[]): readonly unknown[];
  /**
   * Checks what a call returned or threw.
   *
   * @throws Error if it is not of the declared type; and whatever the call threw
   */
  takeAnswer(path: string, answer: unknown): unknown;
}

/** A border that checks nothing, for guests without declared types. */
export const OPEN_BORDER: CallBorder = {
  has: () => true,
  takeArguments: (_id, _path, args) => args,
  takeAnswer: (_path, answer) => answer,
};

/**
 * Makes the border of a component.
 *
 * @param isTrusted whether its guests run in this thread: then return values were lifted by their types and need no
 * check, and resources may pass.
 */
export function callBorder({ types, functions }: FunctionTypes, isTrusted: boolean): CallBorder {
  const byPath = exportPaths(functions);
  const given = new ArgumentTaker(types, { isExact: true, isCopied: true, passesHandles: isTrusted });
  const returned = new AnswerTaker(types, UNTRUSTED_RESULTS);
  return {
    has: (path) => byPath.has(path),
    takeArguments(id, path, args) {
      const callee = byPath.get(path);
      if (callee === undefined) return args;
      try {
        return given.take(callee, args);
      } catch (cause) {
        const reason =
          cause instanceof Error ? cause.message.slice(0, REASON_CHARACTERS_MAX) : "reading its arguments failed";
        throw new CallError("invalid-argument", `${path} of ${id} was not begun: ${reason}`, { cause });
      }
    },
    takeAnswer(path, answer) {
      const callee = byPath.get(path);
      if (isTrusted || callee === undefined) return answer;
      if (!(answer instanceof Promise)) return returned.value(callee, answer);
      return answer.then(
        (value) => returned.value(callee, value),
        (error) => {
          throw returned.error(callee, error);
        },
      );
    },
  };
}

/**
 * Results are limited: a message from a thread or process may refer to the same part a million times. Checking 5
 * million values takes half a second.
 */
const UNTRUSTED_RESULTS = { isExact: false, isCopied: false, passesHandles: false, valuesMax: 5_000_000 };

const REASON_CHARACTERS_MAX = 1_000;
