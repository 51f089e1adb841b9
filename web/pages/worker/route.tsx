import { useParams, useSearch } from '@tanstack/react-router';
import { WorkerPage } from './index.tsx';

export default function WorkerRoute() {
  const { name } = useParams({ from: '/shell/workers/$name' });
  const search = useSearch({ from: '/shell/workers/$name' });
  const { find = '', at = null } = search;
  return <WorkerPage key={`${name}\n${find}`} name={name} find={find} moment={at} search={search} />;
}
