import type { Operation } from "../contract/operation.ts";
import type { Observation, Observer } from "../observe/observer.ts";
import type { SoftLimitCrossing } from "../observe/soft-limit.ts";
import { bytesRead, bytesWritten, type Outcome, outcomeCode } from "../operations/outcome.ts";
import { definitionOf } from "../operations/table.ts";
import type { AuditBook, KeyName } from "./audit-book.ts";
import type { AuditEvent, AuditEventType } from "./audit-event.ts";

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
    const { audit } = definitionOf(operation);
    const isNotable = audit === "notable" || (this.#isEndNotable && audit === "with-notable");
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
    return this.#isPending && definitionOf(operation).isWrite;
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
  const [reached, ...others] = definitionOf(operation).reached(operation);
  if (reached === undefined || others.length > 0) return undefined;
  return reached.type === "key" ? reached.key : reached.prefix;
}

function typeOf(operation: Operation, outcome: Outcome): AuditEventType {
  const code = outcomeCode(outcome);
  if (code === "permission-denied") return "denial";
  // The number of keys is a quota for who writes; a listing meets another limit under the same code.
  const isQuota = code === "quota-exceeded" || (code === "limit-exceeded" && definitionOf(operation).isWrite);
  return isQuota ? "quota-refusal" : "operation";
}
