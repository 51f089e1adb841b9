import type { ReactNode } from 'react';
import type { WorkerState } from '../data/types.ts';
import { stateShapes } from './state-shapes.ts';

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const others = {
  overview: <path {...stroke} d="M2.5 13.5v-4M6.2 13.5v-7M9.8 13.5V8M13.5 13.5V2.5" />,
  workers: <path {...stroke} d="M2 4h1M5.5 4H14M2 8h1M5.5 8H14M2 12h1M5.5 12H14" />,
  heat: (
    <path
      d="M2 2h3.4v3.4H2zM6.3 2h3.4v3.4H6.3zM6.3 6.3h3.4v3.4H6.3zM10.6 6.3H14v3.4h-3.4zM2 10.6h3.4V14H2zM10.6 10.6H14V14h-3.4z"
      fill="currentColor"
    />
  ),
  events: <path {...stroke} d="M8 4v4l2.5 1.8M8 2a6 6 0 1 1-.01 0" />,
  errors: <path {...stroke} d="M8 2.2 14.2 13.3H1.8zM8 6.5v3.2M8 11.4v.1" />,
  incidents: <path {...stroke} d="M9 1.8 3.5 9h4L7 14.2 12.5 7h-4z" />,
  bell: (
    <path
      {...stroke}
      d="M8 2a4 4 0 0 1 4 4c0 3.5 1.5 5 1.5 5h-11S4 9.5 4 6a4 4 0 0 1 4-4zM6.6 13.2a1.5 1.5 0 0 0 2.8 0"
    />
  ),
  mute: (
    <path
      {...stroke}
      d="M12 7.5V6a4 4 0 0 0-6.7-2.9M4 6c0 3.5-1.5 5-1.5 5H11M6.6 13.2a1.5 1.5 0 0 0 2.8 0M2.5 2.5l11 11"
    />
  ),
  more: <path {...stroke} strokeWidth={2.4} d="M3 8h.01M8 8h.01M13 8h.01" />,
  sun: (
    <path
      {...stroke}
      d="M8 5.2a2.8 2.8 0 1 1-.01 0M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13"
    />
  ),
  moon: <path {...stroke} d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z" />,
  screen: <path {...stroke} d="M2 3h12v8H2zM6 14h4M8 11v3" />,
  language: <path {...stroke} d="M8 2a6 6 0 1 1-.01 0M2 8h12M8 2c4 4 4 8 0 12M8 2c-4 4-4 8 0 12" />,
  signOut: <path {...stroke} d="M6.5 2.5H3v11h3.5M10.5 5l3 3-3 3M13 8H6.5" />,
  start: <path d="M4.5 2.8v10.4L13 8z" fill="currentColor" />,
  stop: <path d="M3.5 3.5h9v9h-9z" fill="currentColor" />,
  restart: <path {...stroke} d="M13.5 8a5.5 5.5 0 1 1-1.9-4.2M11.9 1v3.1H8.8" />,
  pause: <path d="M4 3h2.8v10H4zM9.2 3H12v10H9.2z" fill="currentColor" />,
  find: <path {...stroke} d="M7 2.5a4.5 4.5 0 1 1-.01 0M10.3 10.3l3.2 3.2" />,
  wrap: <path {...stroke} d="M2 4h12M2 8h9.5a2.2 2.2 0 0 1 0 4.4H9M10.8 10.5 9 12.4l1.8 1.9M2 12h3.5" />,
  copy: <path {...stroke} d="M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1" />,
  down: <path {...stroke} d="m4 6.5 4 4 4-4" />,
  up: <path {...stroke} d="m4 9.5 4-4 4 4" />,
  rise: <path {...stroke} d="M2 12l4-4.5 3 2.5 4.5-6M10 4h3.5v3.5" />,
  fall: <path {...stroke} d="M2 4l4 4.5L9 6l4.5 6M10 12h3.5V8.5" />,
  log: <path {...stroke} d="M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3" />,
  zoomOut: <path {...stroke} d="M7 2.5a4.5 4.5 0 1 1-.01 0M10.3 10.3l3.2 3.2M5 7h4" />,
  calendar: <path {...stroke} d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3" />,
  filter: <path {...stroke} d="M2.5 4h11M4.5 8h7M6.5 12h3" />,
  download: <path {...stroke} d="M8 2.5v7.5M5 7.2l3 3 3-3M2.5 13.5h11" />,
  enlarge: <path {...stroke} d="M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9" />,
  shrink: <path {...stroke} d="M13 7H9V3M9 7l4.5-4.5M3 9h4v4M7 9l-4.5 4.5" />,
  right: <path {...stroke} d="m6 3.5 4.5 4.5L6 12.5" />,
  left: <path {...stroke} d="M10 3.5 5.5 8l4.5 4.5" />,
  plus: <path {...stroke} strokeWidth={2} d="M8 3.5v9M3.5 8h9" />,
  pencil: <path {...stroke} d="M10.8 2.8 13.2 5.2 5.4 13H3v-2.4z" />,
  minus: <path {...stroke} strokeWidth={2} d="M3.5 8h9" />,
  hosts: <path {...stroke} d="M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01" />,
  explore: <path {...stroke} d="M2.5 13.5h11M2.5 13.5v-11M4.5 10l3-3.5 2.5 2 3.5-5" />,
  audit: <path {...stroke} d="M8 1.8 13 4v4c0 3-2.2 5-5 6.2C5.2 13 3 11 3 8V4zM6 8l1.5 1.5L10.2 6.5" />,
  settings: <path {...stroke} d="M2 4.5h6M11.5 4.5H14M2 11.5h2.5M8 11.5h6M9.7 2.7v3.6M6.2 9.7v3.6" />,
  doctor: <path {...stroke} d="M2 8h3l1.5-4 3 8L11 8h3" />,
  keyboard: <path {...stroke} d="M1.8 4h12.4v8H1.8zM4 6.5h.01M6.5 6.5h.01M9 6.5h.01M11.5 6.5h.01M5 9.5h6" />,
  help: <path {...stroke} d="M8 2a6 6 0 1 1-.01 0M6.4 6.5a1.6 1.6 0 1 1 2.3 1.4c-.5.3-.7.6-.7 1M8 11v.1" />,
  views: <path {...stroke} d="M2.5 3.5h11L9.5 8.5v4l-3 1v-5z" />,
  columns: <path {...stroke} d="M2 3h12v10H2zM6 3v10M10 3v10" />,
  groups: <path {...stroke} d="M2 3.5h7M4.5 6.5H14M4.5 9.5H14M4.5 12.5H11" />,
  select: <path {...stroke} d="M2.5 2.5h11v11h-11zM5.2 8.2l2 2 3.6-4" />,
  blank: null,
  check: <path {...stroke} d="m3.5 8.5 3 3 6-7" />,
  cross: <path {...stroke} d="m4 4 8 8m0-8-8 8" />,
  pending: <path {...stroke} d="M4 8h.01M8 8h.01M12 8h.01" />,
  sort: <path {...stroke} d="M4.5 2.5v11M2 11l2.5 2.5L7 11M9 4h5M9 8h3.5M9 12h2" />,
  sortUp: <path d="M8 4.5 12 10H4z" fill="currentColor" />,
  sortDown: <path d="M8 11.5 4 6h8z" fill="currentColor" />,
  link: <path {...stroke} d="M1.8 6.3a9 9 0 0 1 12.4 0M4.2 8.9a5.4 5.4 0 0 1 7.6 0M8 12.3v.1" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof others;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" className="shrink-0">
      {others[name]}
    </svg>
  );
}

export function StateIcon({ state, size = 16 }: { state: WorkerState; size?: number }) {
  const { fill, line, dashes, cut } = stateShapes[state];
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" className="shrink-0">
      {fill !== undefined && <path d={fill} fill="currentColor" />}
      {line !== undefined && <path {...stroke} d={line} />}
      {dashes !== undefined && <path {...stroke} d={dashes} strokeDasharray="2.4 2.6" />}
      {cut !== undefined && <path {...stroke} d={cut} stroke="var(--surface)" strokeWidth={1.6} />}
    </svg>
  );
}
