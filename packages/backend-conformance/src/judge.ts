export { backendLaws } from "./backend-laws.ts";
export { type JudgeOptions, judgeBackend } from "./judge-backend.ts";
export type { Law, LawContext, LawGroup } from "./law.ts";
export type { ModelOptions } from "./laws/model.ts";
export type { Subject } from "./subject.ts";
export type { Verdict } from "./trial.ts";
