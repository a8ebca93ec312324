/// <reference types="@airssys/wit/guest" />
import { storageBegin, storageCommit, storageRollback } from "airssys:wasm/storage-transactions@0.1.0";
import { answerOf } from "./answer.ts";

export function beginTransaction(): void {
  answerOf(storageBegin);
}

export function commitTransaction(): void {
  answerOf(storageCommit);
}

export function rollBackTransaction(): void {
  answerOf(storageRollback);
}
