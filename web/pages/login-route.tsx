import { useSearch } from '@tanstack/react-router';
import { Login } from './login.tsx';

export default function LoginRoute() {
  return <Login next={useSearch({ from: '/login' }).next ?? '/'} />;
}
