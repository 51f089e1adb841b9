import { describe, expect, it } from 'vitest';
import { markPieces, occurrences, piecesOf, plainText } from './log-text.ts';

const esc = '\u001b';
const looks = (text: string) =>
  piecesOf(text).map(({ text: piece, look }) => [
    piece,
    [look.colour, look.bold && 'bold', look.dim && 'dim', look.underline && 'underline']
      .filter(Boolean)
      .join(' '),
  ]);

describe('terminal colours', () => {
  it('become looks that end where they are ended', () => {
    expect(looks(`a${esc}[31mred${esc}[0m plain ${esc}[1;33mloud${esc}[22m yellow${esc}[39m end`)).toEqual([
      ['a', ''],
      ['red', 'red'],
      [' plain ', ''],
      ['loud', 'yellow bold'],
      [' yellow', 'yellow'],
      [' end', ''],
    ]);
  });

  it('know the bright ones and those of 256 that have names; others leave the text as it is', () => {
    expect(looks(`${esc}[91mA${esc}[38;5;2mB${esc}[38;5;200mC${esc}[38;2;1;2;3;1mD${esc}[48;5;1mE`)).toEqual([
      ['A', 'red'],
      ['B', 'green'],
      ['C', ''],
      ['D', 'bold'],
      ['E', 'bold'],
    ]);
    expect(looks(`${esc}[mX${esc}[999mY`)).toEqual([
      ['X', ''],
      ['Y', ''],
    ]);
  });

  it('leave no rest of cursor movements, titles and half sequences', () => {
    const text = `${esc}[2K${esc}[1;1Hgo${esc}]0;title\u0007 on${esc}(B`;
    expect(plainText(text)).toBe('go on');
    expect(plainText('[31m stays')).toBe('[31m stays');
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe('go on');
  });
});

describe('binary and deceiving text', () => {
  it('is shown and does nothing', () => {
    expect(plainText('a\u0000b\rc\u0007d\u007fe\u009bf\tg')).toBe('a␀b␍c␇d␡e�f\tg');
    expect(plainText('user\u202eresu\u2066x')).toBe('user�resu�x');
  });
});

describe('what was searched for', () => {
  const marks = (text: string, search: string) =>
    markPieces(piecesOf(text), occurrences(plainText(text), search)).map(({ text: piece, marked }) =>
      marked ? `[${piece}]` : piece,
    );

  it('is marked wherever it stands, whatever its case', () => {
    expect(marks('Error: an error', 'ERROR')).toEqual(['[Error]', ': an ', '[error]']);
    expect(marks('aaa', 'a')).toEqual(['[a]', '[a]', '[a]']);
    expect(marks('nothing', 'zzz')).toEqual(['nothing']);
    expect(marks('nothing', '')).toEqual(['nothing']);
  });

  it('is marked across a change of colour', () => {
    expect(marks(`con${esc}[31mnection re${esc}[0mfused`, 'connection refused')).toEqual([
      '[con]',
      '[nection re]',
      '[fused]',
    ]);
  });
});
