import { CallError } from "../errors/call-error.ts";
import { AnswerTaker } from "../types/answer-taker.ts";
import { ArgumentTaker } from "../types/argument-taker.ts";
import type { FunctionTypes } from "../types/function-types.ts";
import { exportPaths } from "./export-path.ts";

/** What crosses between a program and the exports of one component, by the types that these declare. */
export interface CallBorder {
  /** Whether there is such an export. */
  has(path: string): boolean;
  /**
   * The arguments of a call as they are handed over: copies, which nobody changes any more. Those of an export that
   * there is not stay as they are.
   *
   * @param id of the instance, for errors.
   * @throws CallError `invalid-argument`
   */
  takeArguments(id: string, path: string, args: readonly unknown[]): readonly unknown[];
  /**
   * What a call returned or threw, as its caller gets it.
   *
   * @throws Error if it is not of the declared type; and what the call threw
   */
  takeAnswer(path: string, answer: unknown): unknown;
}

/** A border that lets everything pass: of guests that have no declared types. */
export const OPEN_BORDER: CallBorder = {
  has: () => true,
  takeArguments: (_id, _path, args) => args,
  takeAnswer: (_path, answer) => answer,
};

/**
 * The border of a component.
 *
 * @param isTrusted whether its guests run in this thread: what they return was lifted by its type, and resources can be
 * handed over.
 */
export function callBorder({ types, functions }: FunctionTypes, isTrusted: boolean): CallBorder {
  const byPath = exportPaths(functions);
  const given = new ArgumentTaker(types, { isExact: true, isCopied: true, passesHandles: isTrusted });
  const returned = new AnswerTaker(types, ANSWERS_OF_STRANGERS);
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

/** A thread or process may name one part a million times. To look at 5 million values takes half a second. */
const ANSWERS_OF_STRANGERS = { isExact: false, isCopied: false, passesHandles: false, valuesMax: 5_000_000 };

const REASON_CHARACTERS_MAX = 1_000;
