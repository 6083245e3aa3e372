import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface Served {
  url: string;
  server: Server;
}

/** Serves folders of files and a few answers of the API, as the program would. */
export async function serve(folders: Record<string, string>, answers: Record<string, Buffer>): Promise<Served> {
  const packed = new Map(Object.entries(answers).map(([path, body]) => [path, gzipSync(body)]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const answer = packed.get(pathname);
    if (answer) {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' }).end(answer);
      return;
    }
    const file = fileOf(folders, pathname);
    if (!file) response.writeHead(404, { 'Content-Type': 'application/problem+json' }).end('{"detail":"not here"}');
    else
      response
        .writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' })
        .end(readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** The file that a path means: the longest prefix decides on the folder. */
function fileOf(folders: Record<string, string>, pathname: string): string | null {
  const prefix = Object.keys(folders)
    .filter((one) => pathname.startsWith(one))
    .sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) return null;
  const root = resolve(folders[prefix]!);
  const file = join(root, pathname.slice(prefix.length) || 'index.html');
  return file.startsWith(root) && existsSync(file) ? file : null;
}
