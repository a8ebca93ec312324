export { describeBackend } from "./judge/describe-backend.ts";
export {
  type Assumption,
  backendLaws,
  type Failures,
  type JudgeOptions,
  judgeBackend,
  type Law,
  type LawContext,
  type LawGroup,
  type ModelOptions,
  type Offer,
  type Subject,
  type Verdict,
} from "./judge.ts";
