#!/usr/bin/env node
// Checks the version first, because an older Node cannot even read the other files.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  await import('./main.ts');
} else {
  process.stderr.write(`proofmark: needs Node 22.18 or newer, this is ${process.versions.node}\n`);
  process.exitCode = 2;
}
