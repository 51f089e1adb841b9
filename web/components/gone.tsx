import { Link } from '@tanstack/react-router';

interface GoneProps {
  text: string;
  /** Where the others are, and what that is called. */
  to: '/errors' | '/rules' | '/incidents';
  list: string;
}

/** What was asked for is not there, or not any more. */
export function Gone({ text, to, list }: GoneProps) {
  return (
    <div className="py-16 text-center">
      <h1 className="font-semibold text-lg">{text}</h1>
      <p className="mt-2">
        <Link to={to} className="text-accent underline underline-offset-2">
          {list}
        </Link>
      </p>
    </div>
  );
}
