import { actorOf } from '../../data/actor.ts';

/** The name of who did something; null: Yagura itself. */
export function who(by: string | null): string {
  return by === null ? 'Yagura' : actorOf(by).name;
}
