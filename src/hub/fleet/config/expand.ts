/** `${NAME}` and `${NAME:-default}` in values, replaced from the environment; `$$` is a plain `$`. */

export interface Expanded {
  text: string;
  /** What could not be expanded, for people. */
  problems: string[];
}

const placeholder = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{[^}]*\}?/g;

/** As in a shell, a default also replaces an empty value. Everything else with a `$` stays as it is. */
export function expand(text: string, env: Readonly<Record<string, string | undefined>>): Expanded {
  const problems: string[] = [];
  const expanded = text.replace(placeholder, (found: string, name?: string, fallback?: string) => {
    if (found === '$$') return '$';
    if (name === undefined) {
      problems.push(
        `cannot expand ${found.slice(0, 40)}: only \${NAME} and \${NAME:-default} are known, and $\${ is a plain \${`,
      );
      return '';
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (fallback !== undefined) return value || fallback;
    if (value === undefined) {
      problems.push(`the environment has no ${name}; set it, or write \${${name}:-default}`);
    }
    return value ?? '';
  });
  return { text: expanded, problems };
}
