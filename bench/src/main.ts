import { parseArgs } from 'node:util';
import { type Claim, judge, type Verdict } from './claim.ts';
import { crowdedAmount } from './claims/crowded-amount.ts';
import { importAndReconcile } from './claims/import-and-reconcile.ts';
import { matchPass } from './claims/match-pass.ts';
import { verdictTable } from './verdict-table.ts';

const claims: readonly Claim[] = [importAndReconcile, matchPass, crowdedAmount];

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' }, only: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const rows = wholeNumber('rows', values.rows);
const rounds = wholeNumber('rounds', values.rounds);
const chosen = claims.filter(({ id }) => values.only === undefined || id === values.only);
if (chosen.length === 0) stop(`--only: no claim ${values.only}; there are ${claims.map(({ id }) => id).join(', ')}`);

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));
process.once('SIGTERM', () => interrupt.abort(new Error('terminated')));

const verdicts: Verdict[] = [];
for (const claim of chosen) {
  console.error(`${claim.ours}, ${rows.toLocaleString('en')} × ${rows.toLocaleString('en')} rows …`);
  try {
    verdicts.push(judge(claim, await claim.measure({ rows, rounds, say: (line) => console.error(line), signal: interrupt.signal })));
  } catch (error) {
    stop(`${claim.id} could not be measured: ${(error as Error).message}`);
  }
}
console.log(values.json ? JSON.stringify(verdicts.map(({ claim: { id, ratioMax }, ...verdict }) => ({ id, ratioMax, ...verdict })), null, 2) : `\n${verdictTable(verdicts)}`);
process.exitCode = verdicts.every(({ holds }) => holds) ? 0 : 1;

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) stop(`--${name}: expected an integer from 1 to 9999999, got ${JSON.stringify(text)}`);
  return Number(text);
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
