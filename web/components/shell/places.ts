/** Where one can go, in the order of how often one does. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { meQuery } from '../../data/queries.ts';
import type { IconName } from '../icon.tsx';

export interface PlaceToGo {
  to: '/' | `/${Exclude<PlaceToGo['name'], 'overview'>}`;
  name:
    | 'overview'
    | 'workers'
    | 'errors'
    | 'logs'
    | 'incidents'
    | 'alerts'
    | 'heat'
    | 'events'
    | 'hosts'
    | 'explore'
    | 'audit'
    | 'settings'
    | 'doctor';
  icon: IconName;
  /** What is typed after `g`. */
  key: string;
  /** Where there is not room for all: in the bar, or behind "More". A phone has room for four. */
  inBar: boolean;
  adminOnly?: boolean;
}

const places: readonly PlaceToGo[] = [
  { to: '/', name: 'overview', icon: 'overview', key: 'o', inBar: true },
  { to: '/workers', name: 'workers', icon: 'workers', key: 'w', inBar: true },
  { to: '/errors', name: 'errors', icon: 'errors', key: 'r', inBar: true },
  { to: '/incidents', name: 'incidents', icon: 'incidents', key: 'i', inBar: true },
  { to: '/alerts', name: 'alerts', icon: 'bell', key: 't', inBar: false },
  { to: '/logs', name: 'logs', icon: 'log', key: 'l', inBar: false },
  { to: '/heat', name: 'heat', icon: 'heat', key: 'm', inBar: false },
  { to: '/events', name: 'events', icon: 'events', key: 'e', inBar: false },
  { to: '/hosts', name: 'hosts', icon: 'hosts', key: 'h', inBar: false },
  { to: '/explore', name: 'explore', icon: 'explore', key: 'x', inBar: false },
  { to: '/audit', name: 'audit', icon: 'audit', key: 'a', inBar: false, adminOnly: true },
  { to: '/settings', name: 'settings', icon: 'settings', key: 's', inBar: false },
  { to: '/doctor', name: 'doctor', icon: 'doctor', key: 'd', inBar: false },
];

/** Those that the reader's role may see. */
export function usePlaces(): readonly PlaceToGo[] {
  const { data: me } = useQuery(meQuery);
  const isAdmin = me?.role === 'admin';
  return useMemo(() => places.filter((place) => !place.adminOnly || isAdmin), [isAdmin]);
}
