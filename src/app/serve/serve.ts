import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HarnessError } from '../../errors.ts';
import { http } from '../../node-http.ts';
import { renderHistory } from '../../report/pages/history.ts';
import { findRecords } from '../history/find-records.ts';
import { readHistory } from '../history/read-history.ts';
import type { Host } from '../host.ts';
import { namesIn, openServed, type ServedFile } from './files.ts';
import { isOwnHost, pagePolicy, plainPolicy, strictHeaders } from './policy.ts';

export type ServeRequest = { readonly folder: string; /** 0: a free one. */ readonly port: number };

export type Serving = {
  readonly url: string;
  /** Resolves when the server has ended. */ readonly ended: Promise<void>;
};

type Site = { readonly root: string; readonly index: () => Promise<string>; readonly port: () => number };

/**
 * Serves the index, the reports and the records below a folder, on 127.0.0.1 alone, until the host's signal.
 *
 * @throws HarnessError `ERR_USAGE` where there is no such folder, or the port is taken
 */
export async function serveFolder(
  { cwd, signal }: Pick<Host, 'cwd' | 'signal'>,
  request: ServeRequest,
): Promise<Serving> {
  const root = await realpath(resolve(cwd, request.folder)).catch(() => undefined);
  if (root === undefined || !(await stat(root)).isDirectory())
    throw new HarnessError('ERR_USAGE', `${request.folder}: is no folder that can be read`);
  const server = http.createServer({ requireHostHeader: true });
  const port = (): number => portOf(server);
  const site: Site = { root, index: indexOf(root), port };
  server.on('request', (incoming, response) => void answerSafely(site, incoming, response));
  server.maxConnections = 64;
  await listen(server, request.port);
  const ended = new Promise<void>((done) => {
    const end = (): void => {
      server.close(() => done());
      server.closeAllConnections();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  return { url: `http://127.0.0.1:${port()}/`, ended };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program has it' : cause.message;
      fail(new HarnessError('ERR_USAGE', `--port ${port}: cannot be had: ${why}`, { cause }));
    });
    server.listen(port, '127.0.0.1', done);
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The index as the folder is now. It is made again only when a record has changed, and once for all who wait for it. */
function indexOf(root: string): () => Promise<string> {
  let made: { readonly state: string; readonly page: Promise<string> } | undefined;
  return async () => {
    const state = JSON.stringify(await findRecords(root));
    if (made?.state !== state) {
      const page = readHistory(root).then(renderHistory);
      made = { state, page };
      page.catch(() => (made = undefined));
    }
    return made.page;
  };
}

async function answerSafely(site: Site, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await answer(site, incoming, response);
  } catch {
    // What went wrong may name folders of this machine.
    if (response.headersSent) response.destroy();
    else refuse(response, 500, 'This could not be read.');
  }
}

async function answer(site: Site, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = incoming;
  if (!isOwnHost(headers.host, site.port()))
    return refuse(response, 403, 'This server answers to its own address only.');
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405, 'Only GET and HEAD are answered.');
  }
  const path = url.replace(/[?#].*$/s, '');
  if (path === '/' || path === '/index.html') return sendPage(response, method, await site.index());
  const names = namesIn(url);
  const file = names === undefined ? undefined : await openServed(site.root, names);
  return file === undefined ? refuse(response, 404, 'There is no such report.') : sendFile(response, method, file);
}

function sendPage(response: ServerResponse, method: string, page: string): void {
  const bytes = Buffer.from(page);
  const own = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': pagePolicy(page.slice(0, 4096)),
  };
  response.writeHead(200, { ...strictHeaders, ...own, 'Content-Length': bytes.length });
  response.end(method === 'HEAD' ? undefined : bytes);
}

async function sendFile(response: ServerResponse, method: string, { handle, bytes, type }: ServedFile): Promise<void> {
  try {
    const policy = type.startsWith('text/html') ? pagePolicy(await beginningOf(handle)) : plainPolicy;
    const own = { 'Content-Type': type, 'Content-Security-Policy': policy, 'Content-Length': bytes };
    response.writeHead(200, { ...strictHeaders, ...own });
    if (method === 'HEAD' || bytes === 0) response.end();
    // A record that grows meanwhile is sent as far as it was.
    else await pipeline(handle.createReadStream({ start: 0, end: bytes - 1, autoClose: false }), response);
  } finally {
    await handle.close();
  }
}

async function beginningOf(handle: ServedFile['handle']): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  const own = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Security-Policy': plainPolicy };
  response.writeHead(status, { ...strictHeaders, ...own, Connection: 'close' });
  response.end(`${text}\n`);
}
