/** What the worker uses of Pyodide; its own types would bring in a package that nothing else needs. */
export interface Pyodide {
  readonly FS: {
    mkdirTree(path: string): void;
    mount(type: unknown, options: object, path: string): void;
    syncfs(fromStorage: boolean, done: (error: unknown) => void): void;
    readonly filesystems: { readonly IDBFS: unknown };
  };
  loadPackage(names: readonly string[]): Promise<unknown>;
  unpackArchive(data: ArrayBuffer, format: 'zip', options: { extractDir: string }): void;
  runPython(code: string): unknown;
  /** Copies bytes into Python, where they are a memoryview. */
  toPy(bytes: Uint8Array): PyProxy;
}

/** `neurarium.site.host.Host`, as seen from here. */
export interface Host {
  open(): number;
  close(session: number): void;
  answer(session: number, frame: PyProxy): PyBytes | undefined;
  add_mnist(data: PyProxy): void;
  advance(): boolean;
  awaits_mnist: boolean;
  readonly left_runs: boolean;
}

/** Something of Python's; it lives until it is destroyed. */
export interface PyProxy {
  destroy(): void;
}

export interface PyBytes extends PyProxy {
  toJs(): Uint8Array<ArrayBuffer>;
}

export interface PyodideModule {
  loadPyodide(options: { indexURL: string }): Promise<Pyodide>;
}
