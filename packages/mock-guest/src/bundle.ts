export { type BundledGuest, bundleGuest, type GuestRequest, isUpToDate } from "./bundle/bundled-guest.ts";
export { type Bundler, useBundler } from "./bundle/bundler.ts";
export { encodeFailure, type GuestFailure } from "./bundle/guest-failure.ts";
export { contractModule } from "./crossing/contract-module.ts";
