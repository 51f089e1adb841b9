import { useSearch } from '@tanstack/react-router';
import { Login } from './index.tsx';

export default function LoginRoute() {
  const { next, link } = useSearch({ from: '/login' });
  return <Login next={next ?? '/'} linkExpired={link === 'expired'} />;
}
