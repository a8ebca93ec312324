import { transactionLaws } from "../laws/transactions/index.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-transactions", transactionLaws);
