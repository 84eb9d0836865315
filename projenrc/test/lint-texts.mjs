// Lints texts as if they lay at the given paths: reads [{ path, code }] from standard input, writes [{ path, messages }].
import { ESLint } from 'eslint';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: root, overrideConfig: { languageOptions: { parserOptions: { projectService: false } }, rules: typed() } });
const results = [];
for (const { path, code } of JSON.parse(readFileSync(0, 'utf8'))) {
  const [result] = await eslint.lintText(code, { filePath: resolve(root, path) });
  results.push({ path, messages: (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId}: ${message}`) });
}
console.log(JSON.stringify(results));

/** Rules that need the type checker cannot run on a text that no project includes. */
function typed() {
  const names = ['await-thenable', 'no-floating-promises', 'no-misused-promises', 'switch-exhaustiveness-check'];
  return Object.fromEntries(names.map((name) => [`@typescript-eslint/${name}`, 'off']));
}
