/** Text for terminals: colours, widths, tables, units and signs, all of it pure. */
export * from './clean.ts';
export * from './paint.ts';
export * from './signs.ts';
export * from './table.ts';
export * from './tree.ts';
export * from './units.ts';
export * from './width.ts';
