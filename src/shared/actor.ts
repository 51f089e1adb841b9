/** Who asked for something, for people. `token:NAME` and `session:NAME` are those that the hub let in; the home's own token is called "home". */
export function sayActor(actor: string): string {
  const [, via, name] = /^(token|session):(.+)$/s.exec(actor) ?? [];
  if (via === undefined) return actor;
  if (name === 'home') return via === 'token' ? 'the command line' : 'the page';
  return via === 'token' ? `the token "${name}"` : `the page (token "${name}")`;
}
