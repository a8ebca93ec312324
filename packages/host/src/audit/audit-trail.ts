import type { Operation } from "../contract/operation.ts";
import type { Observation, Observer } from "../observe/observer.ts";
import type { SoftLimitCrossing } from "../observe/soft-limit.ts";
import { bytesRead, bytesWritten, type Outcome, outcomeCode } from "../operations/outcome.ts";
import { getDefinition } from "../operations/table.ts";
import type { AuditEvent, AuditEventType } from "./audit-event.ts";
import type { AuditWriter, KeyName } from "./audit-writer.ts";

/** Records the audit events of one component. */
export class AuditTrail implements Observer {
  readonly name = "audit";
  readonly isTimed = false;
  readonly #componentId: string;
  readonly #ownNamespace: string;
  readonly #writer: AuditWriter;
  /** Whether a call is open whose commit decides about its writes. */
  #isPending = false;
  /** Whether a notable write is pending, so that the end of the call is notable too. */
  #isEndNotable = false;

  constructor(componentId: string, ownNamespace: string, writer: AuditWriter) {
    this.#componentId = componentId;
    this.#ownNamespace = ownNamespace;
    this.#writer = writer;
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
    const type = eventType(operation, outcome);
    const { audit } = getDefinition(operation);
    const isNotable = audit === "notable" || (this.#isEndNotable && audit === "with-notable");
    if (type === "operation" && !isNotable && !this.#writer.recordsAll) return;
    const namespace = operation.namespace ?? this.#ownNamespace;
    const isPending = outcome.tag === "ok" && this.#awaitsCommit(operation);
    if (isPending && isNotable) this.#isEndNotable = true;
    const bytes = bytesRead(operation, outcome) ?? bytesWritten(operation, outcome);
    this.#writer.write({
      type,
      componentId: this.#componentId,
      namespace,
      operation: operation.type,
      outcome: outcomeCode(outcome),
      ...(isPending && { isPending }),
      ...this.#nameKey(operation, namespace),
      ...(bytes !== undefined && { bytes }),
      ...this.#describeRefusal(outcome),
    });
  }

  /** Tells whether the commit of the call decides about what an operation writes. */
  #awaitsCommit(operation: Operation): boolean {
    return this.#isPending && getDefinition(operation).isWrite;
  }

  #callEnded({ ending, outcome }: Observation & { type: "call-ended" }): void {
    const isRecorded = this.#writer.recordsAll ? this.#isPending : this.#isEndNotable;
    this.#isPending = false;
    this.#isEndNotable = false;
    if (!isRecorded) return;
    const [componentId, namespace] = [this.#componentId, this.#ownNamespace];
    this.#writer.write({ type: "operation", componentId, namespace, operation: ending, outcome });
  }

  #softLimit({ namespace, operation, ...usage }: SoftLimitCrossing): void {
    const componentId = this.#componentId;
    this.#writer.write({ type: "soft-limit", componentId, namespace, operation, outcome: "ok", usage });
  }

  #nameKey(operation: Operation, namespace: string): KeyName {
    const key = reachedName(operation);
    return key === undefined ? {} : this.#writer.nameKey(namespace, key);
  }

  #describeRefusal(outcome: Outcome): Pick<AuditEvent, "missingGrant" | "usage"> {
    if (outcome.tag === "ok") return {};
    const { val: payload } = outcome;
    if (payload.tag === "permission-denied") return { missingGrant: this.#writer.nameMissingGrant(payload.val) };
    if (payload.tag !== "quota-exceeded") return {};
    const { used, quota, requested } = payload.val;
    const usage = { used: Number(used), quota: Number(quota), requested: Number(requested) };
    return { usage: { resource: "bytes", ...usage } };
  }
}

/** Returns the operation's key or prefix; `undefined` if it has several, or none. */
function reachedName(operation: Operation): string | undefined {
  const [reached, ...others] = getDefinition(operation).reached(operation);
  if (reached === undefined || others.length > 0) return undefined;
  return reached.type === "key" ? reached.key : reached.prefix;
}

function eventType(operation: Operation, outcome: Outcome): AuditEventType {
  const code = outcomeCode(outcome);
  if (code === "permission-denied") return "denial";
  // On a write, `limit-exceeded` is the quota of keys. On a read it is another limit with the same code.
  const isQuota = code === "quota-exceeded" || (code === "limit-exceeded" && getDefinition(operation).isWrite);
  return isQuota ? "quota-refusal" : "operation";
}
