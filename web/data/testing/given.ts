/** Hooks for tests without a browser. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

/** What a component gets from a hook for what the page knows now. */
export function given<T>(hook: () => T, client = new QueryClient()): T {
  let value: { is: T } | undefined;
  const Reader = () => {
    value = { is: hook() };
    return null;
  };
  renderToStaticMarkup(createElement(QueryClientProvider, { client }, createElement(Reader)));
  if (!value) throw new Error('it was not rendered');
  return value.is;
}
