import { useParams } from '@tanstack/react-router';
import { WorkerPage } from './index.tsx';

export default function WorkerRoute() {
  const { name } = useParams({ from: '/shell/workers/$name' });
  return <WorkerPage key={name} name={name} />;
}
