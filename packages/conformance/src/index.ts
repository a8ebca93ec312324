export { readComponent } from "./judge/components.ts";
export { type JudgeOptions, judgeHost } from "./judge/judge-host.ts";
export type { JudgedInstance, RunEnding, Subject } from "./judge/subject.ts";
export { JUDGED_INTERFACES, type JudgedInterface, neededFor } from "./law/interfaces.ts";
export type { Access, Assumption, Call, Ending, Law, NamespaceGrant, Role, Step, StepVerdict } from "./law/law.ts";
export type { Verdict } from "./law/verdict.ts";
export { openReferenceHost, type ReferenceHost, type ReferenceHostOptions } from "./reference/reference-host.ts";
