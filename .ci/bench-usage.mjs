// Loaded into a program that the bench measures: writes down how much memory it took.
import { writeFileSync } from 'node:fs';

process.once('exit', () => {
  const file = process.env['BENCH_USAGE'];
  const mib = Math.round(process.resourceUsage().maxRSS / 1024);
  if (file !== undefined) writeFileSync(file, JSON.stringify({ mib }));
});
