import { enableCompileCache } from 'node:module';

// Compiled code is kept from one run to the next, but only of what is imported from here on.
enableCompileCache();
const { main } = await import('./program.ts');
await main();
