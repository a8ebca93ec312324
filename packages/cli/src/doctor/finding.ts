/** Something that was looked at. */
export interface Finding {
  readonly about: string;
  readonly found: string;
  /** `missing` is what somebody may do without; `fault` is what keeps the store from being used. */
  readonly verdict: "good" | "missing" | "warning" | "fault";
}
