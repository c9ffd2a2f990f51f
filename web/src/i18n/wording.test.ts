import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { compileLesson } from '../../plugins/lessons';

const source = resolve(import.meta.dirname, '..');

function filesOf(ending: RegExp): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => join(source, file));
}

/** The texts of a file of strings; `1` stands for each value that is filled in. */
function stringsIn(path: string): string[] {
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isTemplateExpression(node)) {
      found.push(node.head.text + node.templateSpans.map((span) => `1${span.literal.text}`).join(''));
    } else if (ts.isStringLiteralLike(node) && !isName(node)) found.push(node.text);
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

/** Whether a text names a property, or is compared with: nobody reads it on a page. */
function isName(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isCaseClause(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isCallExpression(parent)
  );
}

/** The texts of a lesson, without TeX and tags. */
function lessonTexts(path: string): string[] {
  const { sections, tour } = compileLesson(readFileSync(path, 'utf8'), path);
  const html = (text: string): string =>
    text
      .replace(/<(span|div) class="tex"[^>]*>[^<]*<\/\1>/g, '1')
      .replace(/<code>[^<]*<\/code>/g, '1')
      .replace(/<[^>]*>/g, '')
      .replaceAll('&quot;', '"');
  const filled = (text: string): string => text.replace(/\{[^}]*\}/g, '1').replace(/\$[^$]*\$/g, '1');
  return [
    ...sections.flatMap(({ title, html: body, tasks, questions }) => [
      title,
      html(body),
      ...tasks.flatMap(({ text, missing }) => [text, ...Object.values(missing)].map(filled)),
      ...questions.flatMap(({ text, options, right, wrong }) =>
        [text, right, wrong, ...options.map((option) => option.label)].map(filled),
      ),
    ]),
    ...tour.map((station) => html(station.html)),
  ];
}

const isTex = (text: string): boolean => /\\[a-z]/.test(text);
const textsOf = (language: 'en' | 'zh'): (readonly [file: string, text: string])[] =>
  [
    ...filesOf(new RegExp(`(^|[/\\\\.])${language}\\.ts$`)).map((path) => [path, stringsIn(path)] as const),
    ...filesOf(new RegExp(`\\.${language}\\.md$`)).map((path) => [path, lessonTexts(path)] as const),
  ].flatMap(([path, texts]) =>
    texts.filter((text) => !isTex(text)).map((text) => [relative(source, path), text] as const),
  );

/** Words of letters inside the TeX of files that both languages share; a subscript is a name. */
const sharedTex = filesOf(/^exhibits[/\\].*\.(ts|svelte)$/)
  .filter((path) => !/(en|zh|\.test|\.gen)\.ts$/.test(path))
  .flatMap((path) => readFileSync(path, 'utf8').match(/(?<!_\{)\\\\text\{ ?[a-z]+/gi) ?? []);

const chinese = textsOf('zh');
const english = textsOf('en');
const CHARACTER = '[\\u4e00-\\u9fff]';

/** Names and signs that Chinese textbooks write with Latin letters. */
const LATIN = new Set(
  (
    'sigmoid tanh ReLU softmax dropout epoch MNIST SGD Nesterov RMSprop Adam AdamW Xavier He Otsu Keras ' +
    'UTF host url lab Linux macOS pip install Jupyter Matplotlib Tab Enter Ctrl ipynb py ' +
    'reshape all any fit input attempt score curve rate name ' +
    'import matplotlib pyplot as plt plot print while True pass sum axis ' + // Python's own words
    'Python PyTorch NumPy Numba Neurarium McNemar TensorFlow Playground CSV PNG JPEG WebP BMP GIF ' +
    'Shift Esc JavaScript true false setosa versicolor virginica XOR IDX npz TIFF AVIF scikit learn ' +
    'GELU SVG MB GB safetensors GPT BERT Transformer gz zip ZIP png Rosenbrock PCA float ln ' +
    'SNE pip install neurarium sklearn'
  ).split(' '),
);

describe('Chinese', () => {
  it('is found in every kind of file', () => {
    expect(chinese.length).toBeGreaterThan(800);
    expect(new Set(chinese.map(([file]) => file)).size).toBeGreaterThan(9);
  });

  it('has full-width punctuation between its characters', () => {
    const narrow = new RegExp(
      `${CHARACTER} ?[,;:!?](?!\\d)|[,;:!?] ?${CHARACTER}|${CHARACTER}\\.(?!\\d)|${CHARACTER}\\(|` +
        `\\)${CHARACTER}|(?<!…)…(?!…)|"|[“‘] | [”’，。：；！？）]|[，。：；！？（] `,
    );
    expect(chinese.filter(([, text]) => /[\u4e00-\u9fff]/.test(text) && narrow.test(text))).toEqual([]);
  });

  it('has no English in it but names', () => {
    const strange = chinese.flatMap(([file, text]) =>
      (text.match(/[A-Za-z]{2,}/g) ?? [])
        .filter((word) => !LATIN.has(word))
        .map((word) => [file, word, text]),
    );
    expect(strange).toEqual([]);
  });

  it.each([
    ['训练识字', '训练认数字'],
    ['认我的字', '认我写的数字'],
    ['给图像做变化', '数据增强'],
    ['学习率怎么变', '学习率调度'],
    ['死单元', '死亡神经元'],
    ['单元', '神经元'],
    ['点火', '被激活'],
    ['跑飞', '发散'],
    ['失控', '发散'],
    ['最响', '激活最强'],
    ['由谁来读', '用哪个模型'],
    ['份额', '概率, 贡献'],
    ['下面的层会弯曲', '前面的层是非线性的'],
    ['原代码', '源代码'],
    ['钥匙', '口令'],
    ['这台机器', '这台电脑'],
    ['单步', '走一步'],
    ['另外两个标签是', '另外两个标签页是'],
    ['28×28', '28 × 28'],
    ['几个标签里', '几个标签页里'],
    ['得分', '分数'],
    ['连线', '连接'],
    ['两团点', '两团云'],
    ['测试图片', '测试图像'],
  ])('does not say %s, but %s', (word) => {
    expect(chinese.filter(([, text]) => text.includes(word))).toEqual([]);
  });

  it('has no English in its formulas', () => {
    expect(sharedTex).toEqual([]);
  });

  it('has one word for batch normalization', () => {
    expect(
      chinese.filter(([, text]) => /批(次|量|)(归一|标准|规范)/.test(text.replaceAll('批量归一化', ''))),
    ).toEqual([]);
  });
});

describe('English', () => {
  it.each([
    ['rightly', 'correctly'],
    ['Its rate', 'Regularization rate'],
    ['Course of the learning rate', 'Schedule'],
    ['what suits', 'automatic'],
    ['ran away', 'diverged'],
    ['runs away', 'diverges'],
    ['irst weights', 'initial weights'],
    ['reparation', 'preprocessing'],
    ['this machine', 'this computer'],
    ['oudest', 'strongest'],
  ])('does not say %s, but %s', (words) => {
    expect(english.length).toBeGreaterThan(800);
    expect(english.filter(([, text]) => text.includes(words))).toEqual([]);
  });

  it('calls a neuron a neuron, not a unit', () => {
    expect(english.filter(([, text]) => /\bunits?\b/i.test(text))).toEqual([]);
  });

  it('has curly apostrophes and quotation marks', () => {
    expect(english.filter(([, text]) => /[a-z]'[a-z]|"|&#39;/i.test(text))).toEqual([]);
  });
});
