/** Usage and quota of a namespace. Sizes are bytes of keys and values. */
export interface NamespaceUsage {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly keyCount: number;
}
