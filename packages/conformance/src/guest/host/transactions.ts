/// <reference types="@airssys/wit/guest" />
import { storageBegin, storageCommit, storageRollback } from "airssys:wasm/storage-transactions@0.1.0";
import { answered } from "./refused.ts";

export function begin(): void {
  answered(storageBegin);
}

export function commit(): void {
  answered(storageCommit);
}

export function rollback(): void {
  answered(storageRollback);
}
