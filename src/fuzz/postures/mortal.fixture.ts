import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * A client between Proofmark and the reference client, which does what a weak client does: at an error of the first kind it ends, at
 * one of the second it says nothing more. Started as a program: `node mortal.fixture.ts ends|hangs <error text>`.
 */
const [how = '', text = ''] = process.argv.slice(2);
const program = fileURLToPath(new URL('../../../targets/reference-client/main.ts', import.meta.url));
const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
process.stdin.pipe(child.stdin);
child.once('exit', () => process.exit());
createInterface({ input: child.stdout }).on('line', (line) => {
  if (line.includes(text)) {
    if (how === 'ends') child.kill();
    return;
  }
  process.stdout.write(`${line}\n`);
});
