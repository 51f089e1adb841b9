import { recall, remember } from '../../data/memory.ts';

const most = 12;

/** Ids of what was done last, newest first. */
export function recentCommands(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(recall('recent') ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function noteCommand(id: string): void {
  remember(
    'recent',
    JSON.stringify([id, ...recentCommands().filter((other) => other !== id)].slice(0, most)),
  );
}
