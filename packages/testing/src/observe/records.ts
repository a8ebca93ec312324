import type { AuditEvent, AuditOptions, FailureLog, HostFailure, HostOptions } from "@airssys/host";
import type { CallError, ComponentOptions, OutputListener } from "@airssys/runtime";
import { type AskedOperation, RecordedOperations } from "./operation-log.ts";

/** Listeners that the test passed as options. */
export interface Listeners {
  readonly audit: AuditOptions | undefined;
  readonly log: FailureLog | undefined;
  readonly onOutput: OutputListener | undefined;
}

/** Everything that the harness records, over all lives of the program. */
export class Records {
  readonly operations = new RecordedOperations();
  readonly audit: AuditEvent[] = [];
  readonly failures: HostFailure[] = [];
  readonly eventFailures: CallError[] = [];
  readonly #listeners: Listeners;

  constructor(listeners: Listeners) {
    this.#listeners = listeners;
  }

  /** Returns host options that record audit events and failures until the life is over. */
  ofHost(isOver: () => boolean): Pick<HostOptions, "audit" | "log"> & Required<Pick<HostOptions, "audit">> {
    const { audit, log } = this.#listeners;
    return {
      audit: {
        operations: "all",
        ...audit,
        sink: (event) => {
          if (isOver()) return;
          this.audit.push(event);
          return audit?.sink(event);
        },
      },
      log: (failure) => {
        if (isOver()) return;
        this.failures.push(failure);
        log?.(failure);
      },
    };
  }

  /** Returns component options that record output and failed events until the life is over. */
  ofComponent(isOver: () => boolean): Pick<ComponentOptions, "onOutput" | "onEventFailure"> {
    const { onOutput } = this.#listeners;
    return {
      ...(onOutput && {
        onOutput: (...output: Parameters<OutputListener>) => (isOver() ? undefined : onOutput(...output)),
      }),
      onEventFailure: (error) => {
        if (!isOver()) this.eventFailures.push(error);
      },
    };
  }

  tell(operation: AskedOperation): void {
    this.operations.record(operation);
  }
}
