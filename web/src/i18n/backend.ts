/** What computes a training, as the lab says it in English, in Chinese: see `training/backends`. */
const KNOWN: readonly (readonly [said: RegExp, chinese: (...parts: string[]) => string])[] = [
  [/^compiled by Numba, (\d+) threads?/, (threads) => `Numba 编译的内核（${threads} 个线程）`],
  [/^compiled by Numba/, () => 'Numba 编译的内核'],
  [/still being compiled/, () => 'NumPy（编译版还在编译）'],
  [/because (\S+) is not installed/, (library) => `NumPy（没有安装 ${library}）`],
  [/as asked for/, () => 'NumPy（按设置）'],
  [/Numba/, () => 'NumPy（Numba 无法载入）'],
  [/because/, () => 'NumPy（编译版不支持这样的设置）'],
];

export function backendInChinese(said: string): string {
  for (const [pattern, chinese] of KNOWN) {
    const found = pattern.exec(said);
    if (found) return chinese(...found.slice(1));
  }
  return said === '' ? '' : 'NumPy';
}
