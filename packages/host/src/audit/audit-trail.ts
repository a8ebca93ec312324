import { isWrite } from "../need.ts";
import type { Observation, Observer } from "../observer.ts";
import type { Operation } from "../operation.ts";
import { bytesRead, bytesWritten, type Outcome, outcomeCode } from "../outcome.ts";
import { commonPrefix, reachOf } from "../reach.ts";
import type { SoftLimitCrossing } from "../soft-limit.ts";
import type { AuditBook, KeyName } from "./audit-book.ts";
import type { AuditEvent, AuditEventType } from "./audit-event.ts";

/** Operations that are notable even when they are allowed. */
const NOTABLE: ReadonlySet<string> = new Set<AuditEvent["operation"]>(["clear", "delete-range", "export", "import"]);

/** Writes the audit of one component. */
export class AuditTrail implements Observer {
  readonly name = "audit";
  readonly isTimed = false;
  readonly #componentId: string;
  readonly #ownNamespace: string;
  readonly #book: AuditBook;
  /** Whether writes wait for the commit of a call now. */
  #isPending = false;
  /** Whether something notable waits for it, so that its end is notable too. */
  #isEndNotable = false;

  constructor(componentId: string, ownNamespace: string, book: AuditBook) {
    this.#componentId = componentId;
    this.#ownNamespace = ownNamespace;
    this.#book = book;
  }

  observe(observation: Observation): void {
    switch (observation.type) {
      case "call-began":
        this.#isPending = observation.isPending;
        break;
      case "operation":
        this.#operation(observation.operation, observation.outcome);
        break;
      case "call-ended":
        this.#callEnded(observation);
        break;
      case "soft-limit":
        this.#softLimit(observation.crossing);
        break;
      case "commit-began":
        break;
    }
  }

  #operation(operation: Operation, outcome: Outcome): void {
    const type = typeOf(operation, outcome);
    const isNotable = NOTABLE.has(operation.type) || (this.#isEndNotable && isOfTransaction(operation));
    if (type === "operation" && !isNotable && !this.#book.isEverythingNoted) return;
    const namespace = operation.namespace ?? this.#ownNamespace;
    const isPending = outcome.tag === "ok" && this.#waits(operation);
    if (isPending && isNotable) this.#isEndNotable = true;
    const bytes = bytesRead(operation, outcome) ?? bytesWritten(operation, outcome);
    this.#book.write({
      type,
      componentId: this.#componentId,
      namespace,
      operation: operation.type,
      outcome: outcomeCode(outcome),
      ...(isPending && { isPending }),
      ...this.#keyOf(operation, namespace),
      ...(bytes !== undefined && { bytes }),
      ...this.#refusalOf(outcome),
    });
  }

  /** Whether what an operation writes waits for the commit of the call. */
  #waits(operation: Operation): boolean {
    return this.#isPending && isWrite(operation);
  }

  #callEnded({ ending, outcome }: Observation & { type: "call-ended" }): void {
    const isNoted = this.#book.isEverythingNoted ? this.#isPending : this.#isEndNotable;
    this.#isPending = false;
    this.#isEndNotable = false;
    if (!isNoted) return;
    const [componentId, namespace] = [this.#componentId, this.#ownNamespace];
    this.#book.write({ type: "operation", componentId, namespace, operation: ending, outcome });
  }

  #softLimit({ namespace, operation, ...usage }: SoftLimitCrossing): void {
    const componentId = this.#componentId;
    this.#book.write({ type: "soft-limit", componentId, namespace, operation, outcome: "ok", usage });
  }

  #keyOf(operation: Operation, namespace: string): KeyName {
    const key = nameOf(operation);
    return key === undefined ? {} : this.#book.nameKey(namespace, key);
  }

  #refusalOf(outcome: Outcome): Pick<AuditEvent, "missingGrant" | "usage"> {
    if (outcome.tag === "ok") return {};
    const { val: payload } = outcome;
    if (payload.tag === "permission-denied") return { missingGrant: this.#book.nameMissingGrant(payload.val) };
    if (payload.tag !== "quota-exceeded") return {};
    const { used, quota, requested } = payload.val;
    const usage = { used: Number(used), quota: Number(quota), requested: Number(requested) };
    return { usage: { resource: "bytes", ...usage } };
  }
}

/** The one key that an operation is about, or the prefix of all; `undefined` if there are several, or every key. */
function nameOf(operation: Operation): string | undefined {
  if ("key" in operation) return operation.key;
  if ("prefix" in operation) return operation.prefix;
  if ("range" in operation) return commonPrefix(operation.range);
  const reach = reachOf(operation);
  return reach.type === "keys" && reach.keys.length === 1 ? reach.keys[0] : undefined;
}

function isOfTransaction({ type }: Operation): boolean {
  return type === "transaction-begin" || type === "transaction-commit" || type === "transaction-rollback";
}

function typeOf(operation: Operation, outcome: Outcome): AuditEventType {
  const code = outcomeCode(outcome);
  if (code === "permission-denied") return "denial";
  // The number of keys is a quota for who writes; a listing meets another limit under the same code.
  const isQuota = code === "quota-exceeded" || (code === "limit-exceeded" && isWrite(operation));
  return isQuota ? "quota-refusal" : "operation";
}
