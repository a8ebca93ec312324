import { judgeOf } from "./law.ts";
import { transactionLaws } from "./laws/transactions/index.ts";

/** What the component exports. */
export const laws = judgeOf("storage-transactions", transactionLaws);
