/**
 * What a look at something says. `found`: it applies. `clear`: it does not. `between`: it applies no longer, and what would end it does not
 * apply yet. `gone`: there is no data that says.
 */
export type Seen = 'found' | 'between' | 'clear' | 'gone';
