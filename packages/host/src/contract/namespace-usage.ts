/** What a namespace uses and may use. Sizes in bytes. */
export interface NamespaceUsage {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly keyCount: number;
}
