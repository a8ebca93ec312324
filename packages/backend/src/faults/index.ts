export { type Delay, type Fault, type FaultRule, fullDisk, type RequestKind, type RequestSeen } from "./fault-rule.ts";
export { type FaultyBackend, faulty, type RequestCounts } from "./faulty.ts";
