/** Who did something, as the API names them: `token:NAME`, `session:NAME`, or a word of Yagura's own such as `nobody`. Pure. */
export interface Actor {
  name: string;
  /** `page`: a browser that was signed in with the token of this name. */
  via: 'page' | 'token' | null;
}

export function actorOf(text: string): Actor {
  const [, via, name] = /^(token|session):(.+)$/s.exec(text) ?? [];
  if (via === undefined || name === undefined) return { name: text, via: null };
  return { name, via: via === 'session' ? 'page' : 'token' };
}
