import { fileURLToPath } from 'node:url';

/** Path of a program in this folder. */
export const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
