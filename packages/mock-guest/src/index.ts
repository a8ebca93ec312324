export type { GuestRequest } from "./bundle/bundled-guest.ts";
export { MockError, type MockErrorCode } from "./errors.ts";
export { createMockGuest, type MockGuestOptions } from "./guest/mock-guest.ts";
