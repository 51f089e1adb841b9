import type { Family } from '../../metrics/index.ts';
import type { Severity } from '../rules/index.ts';
import type { SilenceMatcher, Silences } from '../silences/index.ts';
import type { Alert, AlertCounts, AlertPage, alertSources, AlertState } from './alert.ts';

export interface AlertQuery {
  state?: readonly AlertState[] | undefined;
  severity?: readonly Severity[] | undefined;
  rule?: string | undefined;
  worker?: string | undefined;
  host?: string | undefined;
  source?: (typeof alertSources)[number] | undefined;
  /** True: worth telling now; false: silenced, inhibited, pending or over. */
  noticeable?: boolean | undefined;
  matchers?: readonly SilenceMatcher[] | undefined;
  /** A part of the rule, the labels or the annotations. */
  q?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** As Alertmanager's API takes them: sent again while it lasts. */
export interface ExternalAlert {
  labels: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>> | undefined;
  startsAtMs?: number | undefined;
  /** In the past: it is over. Left out: over when nothing comes for five minutes. */
  endsAtMs?: number | undefined;
  generatorUrl?: string | undefined;
}

/** Unknown ids throw `Failure('not_found')`. */
export interface Alerts {
  /** Newest first: pending, then by the time they began. */
  alerts(query: AlertQuery): AlertPage;
  alert(id: string): Alert;
  /** All that are firing, for whoever compares what should be with what is. */
  firing(): readonly Alert[];
  counts(): AlertCounts;
  silences: Silences;
  /** Which alerts that are firing or pending a silence would cover, fifty at most. */
  preview(matchers: readonly SilenceMatcher[]): { alerts: Alert[]; total: number };
  /** Takes alerts from outside into the same flow. Durable when it settles; `busy` when there are too many. */
  post(alerts: readonly ExternalAlert[]): Promise<void>;
  /** Told after each step of the flow, once its outcome is on disk. */
  onChange(listener: (changed: readonly Alert[]) => void): () => void;
  families(): Family[];
  close(): Promise<void>;
}
