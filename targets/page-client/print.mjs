// Prints the client as one module, with the peculiarities that are named:  node targets/page-client/print.mjs htu-with-query
import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('client.js', import.meta.url), 'utf8');
process.stdout.write(`globalThis.peculiarities = ${JSON.stringify(process.argv.slice(2))};\n${text}`);
