/// <reference types="@airssys/wit/guest" />
import { storageUsage } from "airssys:wasm/storage-usage@0.1.0";
import { answered } from "./refused.ts";

export interface Usage {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly keyCount: number;
}

export function usage(): Usage {
  const { usedBytes, quotaBytes, keyCount } = answered(storageUsage);
  return { usedBytes: Number(usedBytes), quotaBytes: Number(quotaBytes), keyCount: Number(keyCount) };
}
