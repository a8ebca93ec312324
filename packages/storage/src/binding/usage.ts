/// <reference types="@airssys/wit/guest" />
import { storageUsage } from "airssys:wasm/storage-usage@0.1.0";
import type { Usage } from "../byte-storage/byte-storage.ts";
import { answerOf } from "./answer.ts";

export function readUsage(): Usage {
  const { usedBytes, quotaBytes, keyCount } = answerOf(storageUsage);
  return { usedBytes: Number(usedBytes), quotaBytes: Number(quotaBytes), keyCount: Number(keyCount) };
}
