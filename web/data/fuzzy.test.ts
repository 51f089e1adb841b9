import { describe, expect, it } from 'vitest';
import { match, rank } from './fuzzy.ts';

const names = ['mailer-1', 'mailer-2', 'mailer-20', 'e-mail', 'thumbnailer', 'billing.mail.v2', 'web'];
const found = (query: string, items = names) =>
  rank(query, items, (name) => name, 10).map(({ item }) => item);

describe('finding', () => {
  it('puts what begins so first, then what has a word that does, then the rest', () => {
    expect(found('mail')).toEqual([
      'mailer-1',
      'mailer-2',
      'mailer-20',
      'e-mail',
      'billing.mail.v2',
      'thumbnailer',
    ]);
    expect(found('nail')[0]).toBe('thumbnailer');
  });

  it('prefers a whole word to a part of one', () => {
    expect(found('mailer 2')[0]).toBe('mailer-2');
    expect(found('2')[0]).toBe('mailer-2');
  });

  it('wants every word, in any order', () => {
    expect(found('2 mailer')).toEqual(['mailer-2', 'mailer-20']);
    expect(found('mailer web')).toEqual([]);
  });

  it('takes letters that are near each other or begin words', () => {
    expect(found('ml2')).toEqual(['mailer-2', 'mailer-20', 'billing.mail.v2']);
    expect(found('bmv')).toEqual(['billing.mail.v2']);
    expect(found('tz')).toEqual([]);
    expect(found('z')).toEqual([]);
  });

  it('does not mind capitals, nor which kana', () => {
    expect(found('MAILER-1')).toEqual(['mailer-1']);
    expect(found('わーかー', ['ワーカー', '概況'])).toEqual(['ワーカー']);
    expect(found('ワーカー', ['わーかー'])).toEqual(['わーかー']);
  });

  it('says which characters were meant', () => {
    expect(match('ler', 'mailer-2')?.at).toEqual([3, 4, 5]);
    expect(match('m2', 'mailer-2')?.at).toEqual([0, 7]);
    // Its lower case is two characters; the places stay true.
    expect(match('2', 'İİ-2')?.at).toEqual([3]);
  });

  it('finds everything with nothing, in its order', () => {
    expect(found('')).toHaveLength(names.length);
    expect(match('', 'x')?.at).toEqual([]);
  });

  it('looks through four thousand in a few milliseconds', () => {
    const many = Array.from({ length: 4_000 }, (_, at) => `restart worker-of-a-team-${at}`);
    const look = () => {
      const started = performance.now();
      const hits = rank('rst wrk 399', many, (name) => name, 50);
      return { hits, tookMs: performance.now() - started };
    };
    const looks = Array.from({ length: 8 }, look);
    // The quickest, since a test machine has other things to do as well.
    expect(Math.min(...looks.map(({ tookMs }) => tookMs))).toBeLessThan(30);
    expect(looks[0]?.hits[0]?.item).toBe('restart worker-of-a-team-399');
  });
});
