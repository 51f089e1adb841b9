import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

const require = createRequire(import.meta.url);

/** The engine of RE2's expressions. Few of them need it, and it takes more memory than a room, so it is loaded when one does, at once as they are asked. */
export const re2 = (): typeof RE2JS => (require('re2js') as { RE2JS: typeof RE2JS }).RE2JS;
