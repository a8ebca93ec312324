export { componentFile, readComponent } from "./components.ts";
export { JUDGED_INTERFACES, type JudgedInterface, neededFor } from "./interfaces.ts";
export { type JudgeOptions, judgeHost } from "./judge-host.ts";
export type { Access, Assumption, Call, Ending, Law, NamespaceGrant, Role, Step, StepVerdict } from "./law.ts";
export { openReferenceHost, type ReferenceHost, type ReferenceHostOptions } from "./reference/reference-host.ts";
export type { JudgedInstance, RunEnding, Subject } from "./subject.ts";
export type { Verdict } from "./verdict.ts";
