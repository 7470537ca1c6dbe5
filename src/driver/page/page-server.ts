import { once } from 'node:events';
import { http } from '../../node-http.ts';

/** The page with the adapter, on an origin of its own. Every path is that page, so a redirect URI is one, too. */
export type PageServer = { readonly origin: string; readonly close: () => Promise<void> };

const modulePath = '/proofmark-adapter.js';

/** A page of the same origin without the adapter. */
export const emptyPath = '/proofmark-empty';

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A client under test</title>
<link rel="icon" href="data:,">
<script type="module" src="${modulePath}"></script>
</html>
`;

export async function servePage(moduleText: string): Promise<PageServer> {
  const server = http.createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const type = path === modulePath ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` });
    response.end(path === modulePath ? moduleText : path === emptyPath ? '' : html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
