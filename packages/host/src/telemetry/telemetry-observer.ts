import type { Observation, Observer } from "../observe/observer.ts";
import { bytesRead, bytesWritten, outcomeCode } from "../operations/outcome.ts";
import type { AttributeSets } from "./attributes.ts";
import type { CallSpans } from "./call-spans.ts";
import type { Instruments } from "./instruments.ts";

/**
 * Returns the attributes of a namespace. `isGranted` is false for a denied one: a component may make names up, so
 * metrics show only their kind.
 */
export type AttributesFor = (namespace: string, isGranted: boolean) => AttributeSets;

/** Records the metrics and spans of one component. */
export class TelemetryObserver implements Observer {
  readonly name = "telemetry";
  readonly isTimed: boolean;
  readonly #ownNamespace: string;
  readonly #own: AttributeSets;
  readonly #attributesFor: AttributesFor;
  readonly #instruments: Instruments | undefined;
  readonly #spans: CallSpans | undefined;
  #isPending = false;

  constructor(
    ownNamespace: string,
    attributesFor: AttributesFor,
    instruments: Instruments | undefined,
    spans: CallSpans | undefined,
  ) {
    this.#ownNamespace = ownNamespace;
    this.#own = attributesFor(ownNamespace, true);
    this.#attributesFor = attributesFor;
    this.#instruments = instruments;
    this.isTimed = instruments !== undefined;
    this.#spans = spans;
  }

  observe(observation: Observation): void {
    switch (observation.type) {
      case "operation":
        this.#spans?.operation();
        if (this.#instruments !== undefined) this.#operation(observation, this.#instruments);
        break;
      case "call-began":
        this.#isPending = observation.isPending;
        this.#spans?.begin();
        break;
      case "commit-began":
        if (this.#isPending) this.#spans?.beginCommit();
        break;
      case "call-ended":
        this.#spans?.end(observation.ending, observation.outcome);
        if (this.#isPending && this.#instruments !== undefined) this.#callEnded(observation, this.#instruments);
        break;
      case "soft-limit":
        break;
    }
  }

  #operation({ operation, outcome, seconds }: Observation & { type: "operation" }, instruments: Instruments): void {
    const code = outcomeCode(outcome);
    const { operations, duration, read, written } = instruments;
    const attributes = this.#getAttributes(operation.namespace, code !== "permission-denied").get(operation.type, code);
    operations.add(1, attributes);
    if (seconds !== undefined) duration.record(seconds, attributes);
    const bytesOut = bytesRead(operation, outcome);
    if (bytesOut !== undefined) read.add(bytesOut, attributes);
    const bytesIn = bytesWritten(operation, outcome);
    if (bytesIn !== undefined) written.add(bytesIn, attributes);
  }

  #callEnded({ ending, outcome, seconds }: Observation & { type: "call-ended" }, instruments: Instruments): void {
    const attributes = this.#own.get(ending, outcome);
    instruments.operations.add(1, attributes);
    if (seconds !== undefined) instruments.duration.record(seconds, attributes);
  }

  #getAttributes(namespace: string | undefined, isGranted: boolean): AttributeSets {
    if (namespace === undefined || namespace === this.#ownNamespace) return this.#own;
    return this.#attributesFor(namespace, isGranted);
  }
}
