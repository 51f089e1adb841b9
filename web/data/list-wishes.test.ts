import { describe, expect, it } from 'vitest';
import { listWishes, wishColumns, wishDensity } from './list-wishes.ts';
import { recall } from './memory.ts';

describe('how one likes the list', () => {
  it('is kept, and as usual when nothing was wished', () => {
    expect(listWishes.get()).toEqual({ columns: null, density: 'roomy' });
    wishColumns(['name', 'state', 'pid']);
    wishDensity('dense');
    expect(listWishes.get()).toEqual({ columns: ['name', 'state', 'pid'], density: 'dense' });
    expect([recall('columns'), recall('density')]).toEqual(['pid', 'dense']);
    wishColumns(null);
    expect(recall('columns')).toBe('usual');
  });
});
