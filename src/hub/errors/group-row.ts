import type { Category } from './classification/index.ts';
import type { SignKind } from './signs.ts';
import type { GroupStatus, TrendState } from './views.ts';

/** A group as it stands in the file. */
export interface GroupRow {
  id: number;
  kind: SignKind;
  title: string;
  level: number;
  category: Category;
  confidence: number;
  reasons_json: string;
  corrected_by: string | null;
  count: number;
  first_seen: number;
  last_seen: number;
  workers: number;
  status: GroupStatus;
  status_at: number;
  status_by: string | null;
  awaits_deploy: number;
  assignee: string | null;
  trend: TrendState;
  trend_ratio: number | null;
  merged_into: number | null;
}
