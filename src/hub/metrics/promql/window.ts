/** Where a window of a range selector stands. Its samples are those at `low` up to, without it, `high`; there is at least one. */
export interface Window {
  low: number;
  high: number;
  /** The borders in ms, both of them within. */
  fromMs: number;
  toMs: number;
  /** The step that is evaluated, and its time in ms. */
  step: number;
  timeMs: number;
}
