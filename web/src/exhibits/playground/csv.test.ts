import { describe, expect, it } from 'vitest';

import { readCsv } from './csv';

describe('pasted points', () => {
  it.each([',', ';', '\t', ' ', ', '])('are read whatever parts them: "%s"', (separator) => {
    const text = ['1|2|1', '-1|-2|-1', '0.5|1e-1|1', '-3|0|-1'].join('\n').replaceAll('|', separator);
    expect(readCsv(text)).toEqual({
      points: [
        [1, 2, 1],
        [-1, -2, 0],
        [0.5, 0.1, 1],
        [-3, 0, 0],
      ],
      named: { own_classes: ['-1', '1'], own_columns: [], own_scale: [] },
    });
  });

  it('are read from a Chinese keyboard, and with decimal commas between semicolons', () => {
    const points = [
      [1.5, -2, 0],
      [-3, 0.5, 1],
      [0, 1, 0],
      [2, 2, 1],
    ];
    expect(readCsv('x，y，类\n１．５，−2，a\n－３，0.5，b\n0，1，a\n2，2，b')).toMatchObject({ points });
    expect(readCsv('1,5;-2;a\n-3;0,5;b\n0;1;a\n2;2;b')).toMatchObject({ points });
  });

  it('may have a heading, empty lines and words for classes', () => {
    const text = 'x,y,kind\n1,2,cat\n\n3,4,"dog"\r\n5,5,cat\n0,0,ant\n';
    expect(readCsv(text)).toMatchObject({
      named: { own_classes: ['ant', 'cat', 'dog'], own_columns: ['x', 'y', 'kind'], own_scale: [] },
      points: [
        [1, 2, 1],
        [3, 4, 2],
        [5, 5, 1],
        [0, 0, 0],
      ],
    });
  });

  it('are moved into the square where they do not fit, and it is said', () => {
    const found = readCsv('150,50,a\n200,100,b\n175,75,a\n160,60,b');
    expect(found).toMatchObject({
      scaled: { x: [150, 200], y: [50, 100] },
      named: { own_scale: [175, 5, 75, 5] },
    });
    expect('points' in found && found.points[0]).toEqual([-5, -5, 0]);
    expect('points' in found && found.points[2]).toEqual([0, 0, 0]);
  });

  it('are stretched where they would be a spot in the middle of it', () => {
    const found = readCsv('0.012,0,a\n0.022,1,b\n0.017,0.5,a\n0.02,0,b');
    expect(found).toMatchObject({
      points: [
        [-5, -5, 0],
        [5, 5, 1],
        [0, 0, 0],
        [3, -5, 1],
      ],
      named: { own_scale: [0.017, 0.001, 0.5, 0.1] },
    });
  });

  it('keep the words of their heading with its units, and long names cut', () => {
    const rows = `1,2,${'a'.repeat(50)}\n3,4,b\n5,5,b\n0,0,b`;
    const read = (heading: string) => {
      const found = readCsv(`${heading}\n${rows}`);
      return 'named' in found ? found.named : undefined;
    };
    expect(read('petal length (cm),"petal  width (cm)",species')).toMatchObject({
      own_columns: ['petal length (cm)', 'petal width (cm)', 'species'],
      own_classes: [`${'a'.repeat(39)}…`, 'b'],
    });
    expect(read('花瓣长（厘米），花瓣宽（厘米），种类')?.own_columns).toEqual([
      '花瓣长（厘米）',
      '花瓣宽（厘米）',
      '种类',
    ]);
    expect(read('a,b,c,d')?.own_columns).toEqual([]); // it cannot be told which is which
  });

  it.each([
    ['1,2,a\n1,2,', { kind: 'columns', line: 2, got: 2 }],
    ['', { kind: 'empty' }],
    ['x,y,class', { kind: 'empty' }],
    ['1,2\n1,2', { kind: 'columns', line: 1, got: 2 }],
    ['1,2,a\n1,2,a,9', { kind: 'columns', line: 2, got: 4 }],
    ['1,2,a\n1,two,b', { kind: 'number', line: 2, got: 'two' }],
    ['1,2,a\n1,2,b', { kind: 'few', got: 2 }],
    ['a\nb\nc\nd\ne\nf'.replace(/./g, '1,1,$&'), { kind: 'classes', got: 6 }],
    ['1,1,a\n'.repeat(2001), { kind: 'many', got: 2001 }],
  ])('are refused with a reason: %j', (text, problem) => expect(readCsv(text)).toEqual(problem));
});
