import { ComponentizeError, type ComponentizeErrorCode, type Location } from "@airssys/componentize";
import { MockError, type MockErrorCode } from "./mock-error.ts";

/** The reason why a guest cannot run, as plain data: errors lose their class between processes. */
export interface GuestFailure {
  readonly failure:
    | { readonly of: "mock"; readonly code: MockErrorCode; readonly message: string }
    | {
        readonly of: "componentize";
        readonly code: ComponentizeErrorCode;
        readonly message: string;
        readonly location: Location | undefined;
      };
}

/** Converts an error of bundling to plain data. @throws the error, if it is of another kind */
export function encodeFailure(error: unknown): GuestFailure {
  if (error instanceof MockError) return { failure: { of: "mock", code: error.code, message: error.message } };
  if (!(error instanceof ComponentizeError)) throw error;
  const { code, location, message } = error;
  return { failure: { of: "componentize", code, location, message } };
}

/** Restores the error. */
export function decodeFailure({ failure }: GuestFailure): Error {
  if (failure.of === "mock") return new MockError(failure.code, failure.message);
  const { code, location, message } = failure;
  const problem = location === undefined ? message : message.slice(message.indexOf(": ") + 2);
  return new ComponentizeError(code, problem, { location });
}
