export { type JudgeOptions, judgeBackend } from "./judge/judge-backend.ts";
export type { Subject } from "./judge/subject.ts";
export type { Failures } from "./law/failures.ts";
export type { Assumption, Law, LawContext, LawGroup, Offer } from "./law/law.ts";
export type { Verdict } from "./law/verdict.ts";
export { backendLaws } from "./laws/backend-laws.ts";
export type { ModelOptions } from "./laws/model.ts";
