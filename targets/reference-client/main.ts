import { parseArgs } from 'node:util';
import { checks } from './defects/checks.ts';
import { mutants } from './mutants.ts';
import { createSelf } from './self.ts';
import { serve } from './serve.ts';
import { variants } from './variants.ts';

const { values } = parseArgs({
  options: {
    mutant: { type: 'string', multiple: true },
    variant: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

if (values.list) console.log(JSON.stringify({ checks, mutants, variants }, undefined, 2));
else {
  const { mutant, variant } = values;
  const self = createSelf({
    ...(mutant === undefined ? {} : { mutants: mutant }),
    ...(variant === undefined ? {} : { variant }),
  });
  await serve(self, process.stdin, process.stdout);
}
process.exit(0);
