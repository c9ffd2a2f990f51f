/**
 * The lab without a server: Python, the engine and the data folder in a worker of the browser. It is one for
 * all pages of a site (a shared worker), or one for each where a browser has no shared ones.
 */
import { Arrivals } from './loading';
import type { FromWorker, ToWorker } from './messages';
import type { Host, PyProxy, Pyodide, PyodideModule } from './pyodide';

interface Config {
  readonly pyodide: string;
  readonly packages: readonly string[];
  readonly lab: string;
  readonly mnist: string;
}

interface Page {
  readonly port: Pick<MessagePort, 'postMessage'>;
  session?: number;
}

/** The site's own folder: this script lies in one of its folders. */
const SITE = new URL('../', self.location.href);
const DATA = '/data';
const SAVE_AFTER_MS = 1_000;

const pages = new Set<Page>();
let lab: { host: Host; pyodide: Pyodide } | undefined;
let failure: string | undefined;
let saving: Promise<void> | undefined;
let saveTimer: ReturnType<typeof setTimeout> | undefined;
let advancing = false;
let mnist: Promise<void> | undefined;

const say = (page: Page, message: FromWorker, move: Transferable[] = []): void =>
  page.port.postMessage(message, move);
const sayAll = (message: FromWorker): void => pages.forEach((page) => say(page, message));

async function start(): Promise<void> {
  const arrivals = new Arrivals((loading) => {
    if (lab === undefined) sayAll({ kind: 'loading', loading });
  });
  arrivals.watch();
  const config = (await (await found('site.json')).json()) as Config;
  const indexURL = new URL(config.pyodide, SITE).href;
  const archive = found(config.lab).then((response) => response.arrayBuffer());
  const { loadPyodide } = (await import(/* @vite-ignore */ `${indexURL}pyodide.mjs`)) as PyodideModule;
  const pyodide = await loadPyodide({ indexURL });
  const [packed] = await Promise.all([archive, pyodide.loadPackage(config.packages)]);
  pyodide.unpackArchive(packed, 'zip', { extractDir: '/lab' });
  await mountData(pyodide);
  const host = pyodide.runPython(`
import sys
sys.path.insert(0, '/lab')
from neurarium.site.host import Host
Host('${DATA}')`) as Host;
  const arrived = found(config.mnist)
    .then((response) => response.arrayBuffer())
    .then((images) => lend(pyodide, images, (copy) => host.add_mnist(copy)))
    .catch(() => {
      host.awaits_mnist = false; // what needs the images says so now
    });
  mnist = arrived;
  if (host.left_runs) await arrived;
  lab = { host, pyodide };
  for (const page of pages) welcome(page, host);
}

/** Hands bytes to Python for one call. */
function lend<T>(pyodide: Pyodide, bytes: ArrayBuffer, call: (copy: PyProxy) => T): T {
  const copy = pyodide.toPy(new Uint8Array(bytes));
  try {
    return call(copy);
  } finally {
    copy.destroy();
  }
}

async function found(name: string): Promise<Response> {
  const response = await fetch(new URL(name, SITE));
  if (!response.ok) throw new Error(`${name} cannot be loaded (${String(response.status)})`);
  return response;
}

/** The data folder is what IndexedDB keeps; without it (a private window) it lasts as long as the worker. */
async function mountData(pyodide: Pyodide): Promise<void> {
  pyodide.FS.mkdirTree(DATA);
  pyodide.FS.mount(pyodide.FS.filesystems.IDBFS, {}, DATA);
  await sync(pyodide, true).catch(() => undefined);
}

function sync(pyodide: Pyodide, fromStorage: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    pyodide.FS.syncfs(fromStorage, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

function save(): void {
  clearTimeout(saveTimer);
  saveTimer = undefined;
  if (lab === undefined) return;
  if (saving !== undefined) {
    saveSoon();
    return;
  }
  saving = sync(lab.pyodide, false)
    .catch(() => undefined)
    .finally(() => {
      saving = undefined;
    });
}

function saveSoon(): void {
  saveTimer ??= setTimeout(save, SAVE_AFTER_MS);
}

function welcome(page: Page, host: Host): void {
  page.session = host.open();
  say(page, { kind: 'ready' });
}

function answer(page: Page, frame: ArrayBuffer): void {
  try {
    reply(page, frame);
  } catch (cause) {
    fail(cause); // Python itself has come to its end, for example for want of memory
  }
}

function reply(page: Page, frame: ArrayBuffer): void {
  if (lab === undefined || page.session === undefined || !pages.has(page)) return;
  const { session } = page;
  const { host, pyodide } = lab;
  const found = lend(pyodide, frame, (copy) => host.answer(session, copy));
  if (found === undefined) {
    void mnist?.then(() => answer(page, frame));
    return;
  }
  const bytes = found.toJs();
  found.destroy();
  say(page, { kind: 'frame', frame: bytes.buffer }, [bytes.buffer]);
  saveSoon();
  advance().catch(fail);
}

/** Long runs take turns with the pages' questions. */
async function advance(): Promise<void> {
  if (advancing || lab === undefined) return;
  advancing = true;
  while (lab?.host.advance()) {
    saveSoon();
    await new Promise((resolve) => setTimeout(resolve)); // questions that came meanwhile
  }
  advancing = false;
}

function connect(page: Page): void {
  pages.add(page);
  if (lab !== undefined) welcome(page, lab.host);
  else if (failure !== undefined) say(page, { kind: 'failed', reason: failure });
}

function hear(page: Page, message: ToWorker): void {
  if (message.kind === 'frame') answer(page, message.frame);
  else {
    save();
    if (message.kind === 'close') {
      pages.delete(page);
      if (lab !== undefined && page.session !== undefined) lab.host.close(page.session);
    }
  }
}

if ('onconnect' in self) {
  addEventListener('connect', (event) => {
    const [port] = (event as MessageEvent).ports;
    if (port === undefined) return;
    const page: Page = { port };
    port.onmessage = ({ data }: MessageEvent<ToWorker>) => hear(page, data);
    connect(page);
  });
} else {
  const page: Page = { port: self as unknown as Worker };
  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => hear(page, data));
  connect(page);
}

function fail(cause: unknown): void {
  failure = cause instanceof Error ? cause.message : String(cause);
  lab = undefined;
  sayAll({ kind: 'failed', reason: failure });
}

start().catch(fail);
