import { useNavigate, useSearch } from '@tanstack/react-router';
import { Workers } from './index.tsx';

export default function WorkersRoute() {
  const search = useSearch({ from: '/shell/workers' });
  const navigate = useNavigate({ from: '/workers' });
  return (
    <Workers
      search={search}
      onSearch={(next, { replace = false } = {}) =>
        void navigate({ search: next, replace, resetScroll: false })
      }
    />
  );
}
