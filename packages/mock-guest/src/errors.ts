export { MockError, type MockErrorCode } from "./bundle/mock-error.ts";
