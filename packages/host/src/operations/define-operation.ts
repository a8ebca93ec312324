import type { Limits } from "@airssys/protocol";
import type { Operation, OperationOf, OperationType } from "../contract/operation.ts";
import type { Need } from "../policy/need.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Answers, AnyAnswer } from "./answers.ts";
import { type ArgumentRule, acceptAll, noBytes, type Reached } from "./argument-rule.ts";
import type { OperationSession } from "./operation-session.ts";

/**
 * Everything that the host needs to know about a type of operation. Every field is required, and every argument needs a
 * rule: an incomplete definition does not compile.
 */
export interface OperationRow<O extends { readonly type: string }, Answer> {
  /** Right that the grant of the namespace must include. */
  readonly need: Need | "nothing";
  /** Whether the operation may change stored data. */
  readonly isWrite: boolean;
  /**
   * Keys that the grant's patterns must cover: those in the arguments (none, if no argument has keys), or every key of
   * the namespace.
   */
  readonly reach: "arguments" | "every-key";
  /**
   * Namespace that the operation works in: the one that the guest has entered, or one that it names. A name is checked.
   */
  readonly namespace: "entered" | "named";
  /**
   * Whether the audit records the operation when it was allowed: `"notable"` always; `"with-notable"` if a notable one
   * came before it in the same call, because it decides whether that one takes effect.
   */
  readonly audit: "ordinary" | "notable" | "with-notable";
  /** How the guard checks each argument. */
  readonly arguments: { readonly [Name in ArgumentOf<O>]-?: ArgumentRule<O[Name]> };
  /** Returns the bytes of the values in the answer; `undefined` if it contains no value. */
  readonly bytesRead: (answer: Answer) => number | undefined;
  /** Performs the operation after the guard has admitted it. */
  readonly perform: (session: OperationSession, operation: O) => Steps<Answer>;
}

type ArgumentOf<O> = Exclude<keyof O, "type" | "namespace">;

/** The `bytesRead` of an operation whose answer contains no value. */
export const noValue = (): undefined => undefined;

/**
 * A type of operation, as the guard and the observers use it. Its methods accept operations of its own type only;
 * `getDefinition` finds the definition that belongs to an operation.
 */
export interface DefinedOperation<O extends { readonly type: string } = Operation, Answer = AnyAnswer>
  extends Pick<OperationRow<O, Answer>, "need" | "isWrite" | "reach" | "namespace" | "audit"> {
  /**
   * Checks the number of items of lists, then the grammar of keys. @throws StorageError `limit-exceeded`, `invalid-key`
   */
  requireArguments(operation: O, limits: Limits): void;
  /** Returns the keys that the arguments reach. */
  reached(operation: O): readonly Reached[];
  /** Checks the sizes of values. @throws StorageError `value-too-large` */
  requireSizes(operation: O, limits: Limits): void;
  /** Returns the bytes of the values to store; `undefined` if the arguments contain no value. */
  bytesToWrite(operation: O): number | undefined;
  /** Returns the bytes of the values in the answer; `undefined` if it contains no value. */
  bytesRead(answer: Answer): number | undefined;
  /** Performs the operation after the guard has admitted it. */
  perform(session: OperationSession, operation: O): Steps<Answer>;
}

/** Defines a type of operation. */
export function defineOperation<T extends OperationType>(
  row: OperationRow<OperationOf<T>, Answers[T]>,
): DefinedOperation<OperationOf<T>, Answers[T]> {
  return buildDefinition(row);
}

/** Builds the methods of a definition from its row. Takes rows of any operation type, for tests. */
export function buildDefinition<O extends { readonly type: string }, Answer>(
  row: OperationRow<O, Answer>,
): DefinedOperation<O, Answer> {
  // The cast restores what `Object.entries` loses: each rule belongs to the argument of its name.
  const rules = Object.entries(row.arguments) as [ArgumentOf<O>, ArgumentRule<O[ArgumentOf<O>]>][];
  // Most rules accept everything in most checks. Select those that do not, because every operation runs the checks.
  const [lists, keys, values, written] = [
    rules.filter(([, { requireItems }]) => requireItems !== acceptAll),
    rules.filter(([, { requireGrammar }]) => requireGrammar !== acceptAll),
    rules.filter(([, { requireSize }]) => requireSize !== acceptAll),
    rules.filter(([, { bytesToWrite }]) => bytesToWrite !== noBytes),
  ];
  return {
    ...row,
    requireArguments(operation, limits) {
      for (const [name, rule] of lists) rule.requireItems(operation[name], limits);
      for (const [name, rule] of keys) rule.requireGrammar(operation[name], limits);
    },
    reached: (operation) => rules.flatMap(([name, rule]) => rule.reached(operation[name])),
    requireSizes(operation, limits) {
      for (const [name, rule] of values) rule.requireSize(operation[name], limits);
    },
    bytesToWrite(operation) {
      let sum: number | undefined;
      for (const [name, rule] of written) sum = (sum ?? 0) + (rule.bytesToWrite(operation[name]) ?? 0);
      return sum;
    },
  };
}
