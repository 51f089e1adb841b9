import { useParams, useSearch } from '@tanstack/react-router';
import { WorkerPage } from './index.tsx';

export default function WorkerRoute() {
  const { name } = useParams({ from: '/shell/workers/$name' });
  const { find = '', at = null, range = '24h' } = useSearch({ from: '/shell/workers/$name' });
  return <WorkerPage key={`${name}\n${find}`} name={name} find={find} moment={at} range={range} />;
}
