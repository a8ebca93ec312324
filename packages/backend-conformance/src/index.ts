export { describeBackend } from "./describe-backend.ts";
export {
  backendLaws,
  type JudgeOptions,
  judgeBackend,
  type Law,
  type LawContext,
  type LawGroup,
  type ModelOptions,
  type Subject,
  type Verdict,
} from "./judge.ts";
