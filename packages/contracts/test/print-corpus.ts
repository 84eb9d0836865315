import { shapes } from '../src/index.ts';
import { examplesOf } from './corpus.ts';

/** Prints every example as a line of JSON, for the Python models to judge the same. */
for (const name of Object.keys(shapes)) {
  for (const example of examplesOf(name)) process.stdout.write(`${JSON.stringify(example)}\n`);
}
