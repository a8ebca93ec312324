import type { Limits } from "@airssys/protocol";
import type { Operation, OperationOf, OperationType } from "../contract/operation.ts";
import type { Need } from "../policy/need.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Answers, AnyAnswer } from "./answers.ts";
import { type ArgumentRule, noBytes, nothing, type Reached } from "./argument-rule.ts";
import type { OperationSession } from "./operation-session.ts";

/**
 * Everything that the host has to know of a type of operation. Nothing may be left out, and every argument has a rule:
 * the compiler refuses an operation of which something is not said.
 */
export interface OperationRow<O extends { readonly type: string }, Answer> {
  /** What the grant of the namespace has to allow. */
  readonly need: Need | "nothing";
  /** Whether it may change what is stored. */
  readonly isWrite: boolean;
  /**
   * Which keys the grant's patterns must include: those of its arguments (none, if no argument has keys), or every key
   * of the namespace.
   */
  readonly reach: "arguments" | "every-key";
  /** Which namespace it is for: the one that is entered, or one that the guest names, whose name is checked then. */
  readonly namespace: "entered" | "named";
  /**
   * Whether the audit notes it although it was allowed: `"notable"`, or `"with-notable"` if it decides about others
   * that are noted.
   */
  readonly audit: "ordinary" | "notable" | "with-notable";
  /** How the guard judges each of its arguments. */
  readonly arguments: { readonly [Name in ArgumentOf<O>]-?: ArgumentRule<O[Name]> };
  /** Bytes of the values in its answer; `undefined` if there is no value. */
  readonly bytesRead: (answer: Answer) => number | undefined;
  /** Does it, once it is admitted. */
  readonly perform: (session: OperationSession, operation: O) => Steps<Answer>;
}

type ArgumentOf<O> = Exclude<keyof O, "type" | "namespace">;

/** `bytesRead` of what answers no value. */
export const noValue = (): undefined => undefined;

/**
 * A type of operation, as the guard and those who watch see it. Its methods take operations of its type alone; who has
 * an operation gets the right one from `definitionOf`.
 */
export interface DefinedOperation<O extends { readonly type: string } = Operation, Answer = AnyAnswer>
  extends Pick<OperationRow<O, Answer>, "need" | "isWrite" | "reach" | "namespace" | "audit"> {
  /**
   * The number of items of lists first, then the grammar of keys. @throws StorageError `limit-exceeded`, `invalid-key`
   */
  requireArguments(operation: O, limits: Limits): void;
  /** The keys that its arguments reach for. */
  reached(operation: O): readonly Reached[];
  /** @throws StorageError `value-too-large` */
  requireSizes(operation: O, limits: Limits): void;
  /** Bytes of the values that it comes with and that would be stored; `undefined` if it comes with none. */
  bytesToWrite(operation: O): number | undefined;
  bytesRead(answer: Answer): number | undefined;
  perform(session: OperationSession, operation: O): Steps<Answer>;
}

/** Defines a type of operation. */
export function defineOperation<T extends OperationType>(
  row: OperationRow<OperationOf<T>, Answers[T]>,
): DefinedOperation<OperationOf<T>, Answers[T]> {
  return definedBy(row);
}

/** What follows from a row. */
export function definedBy<O extends { readonly type: string }, Answer>(
  row: OperationRow<O, Answer>,
): DefinedOperation<O, Answer> {
  // Names and rules of the row belong together, which a list of them cannot say.
  const rules = Object.entries(row.arguments) as [ArgumentOf<O>, ArgumentRule<O[ArgumentOf<O>]>][];
  // Most rules have nothing to say to most questions, and every operation is asked them: these are the ones that have.
  const [lists, keys, values, written] = [
    rules.filter(([, { requireItems }]) => requireItems !== nothing),
    rules.filter(([, { requireGrammar }]) => requireGrammar !== nothing),
    rules.filter(([, { requireSize }]) => requireSize !== nothing),
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
