import type { ReactNode } from 'react';
import type { Category } from '../data/categories.ts';
import { useText } from '../i18n/index.ts';

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.4,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** Each category has a shape of its own: where the cause is to be looked for. */
const shapes: Record<Category, ReactNode> = {
  network: (
    <path {...stroke} d="M5.5 8h5M3.5 6.2a1.8 1.8 0 1 0 .01 0M12.5 6.2a1.8 1.8 0 1 0 .01 0M8 5.2v5.6" />
  ),
  database: (
    <path {...stroke} d="M3 4c0-2.6 10-2.6 10 0S3 6.6 3 4v8c0 2.6 10 2.6 10 0V4M3 8c0 2.6 10 2.6 10 0" />
  ),
  timeout: <path {...stroke} d="M4 2.5h8M4 13.5h8M5 2.5c0 3 6 6 6 11M11 2.5c0 3-6 6-6 11" />,
  'external-api': (
    <path {...stroke} d="M4.5 12.5h7a2.8 2.8 0 0 0 .3-5.6 4 4 0 0 0-7.6-.7 3.2 3.2 0 0 0 .3 6.3z" />
  ),
  api: <path {...stroke} d="M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5M9 3.5l-2 9" />,
  permission: <path {...stroke} d="M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5M8 10v1.5" />,
  resource: <path {...stroke} d="M2.2 11.5a6 6 0 1 1 11.6 0M8 10.5l2.8-4M6.5 11.5h3" />,
  configuration: <path {...stroke} d="M2 4.5h6M11.5 4.5H14M2 11.5h2.5M8 11.5h6M9.7 2.7v3.6M6.2 9.7v3.6" />,
  dependency: <path {...stroke} d="M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.5 5 8 8.2 13.5 5M8 8.2v6" />,
  validation: <path {...stroke} d="M3 2.5h10v11H3zM5.7 6l4.6 4.6M10.3 6l-4.6 4.6" />,
  worker: (
    <path
      {...stroke}
      d="M8 5a3 3 0 1 0 .01 0M8 1.8v1.7M8 12.5v1.7M1.8 8h1.7M12.5 8h1.7M3.6 3.6l1.2 1.2M11.2 11.2l1.2 1.2M12.4 3.6l-1.2 1.2M4.8 11.2l-1.2 1.2"
    />
  ),
  unknown: (
    <path {...stroke} d="M6 6a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.2v.500M8 11.8v.1M8 2a6 6 0 1 1-.01 0" />
  ),
};

export function CategoryIcon({ category, size = 16 }: { category: Category; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" className="shrink-0">
      {shapes[category]}
    </svg>
  );
}

/** Shape and word. */
export function CategoryWord({ category }: { category: Category }) {
  const { t } = useText();
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <CategoryIcon category={category} size={14} />
      {t(`errors.categories.${category}`)}
    </span>
  );
}
