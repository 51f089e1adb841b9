import { WorkerTable } from './worker-table.tsx';
import type { Arrangement } from '../../data/arrange.ts';

interface WorkersProps {
  arrangement: Arrangement;
  onArrange: (change: Partial<Arrangement>) => void;
}

export function Workers(props: WorkersProps) {
  return <WorkerTable {...props} level={1} />;
}
