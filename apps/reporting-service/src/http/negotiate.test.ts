import { expect, it } from '@jest/globals';
import { negotiate } from './negotiate.ts';

const json = 'application/json';
const csv = 'text/csv';

it.each([
  [undefined, json],
  ['', json],
  ['*/*', json],
  ['text/csv', csv],
  ['Text/CSV; charset=utf-8', csv],
  ['text/*', csv],
  ['application/json, text/csv', json],
  ['application/json;q=0.5, text/csv', csv],
  ['text/csv;q=0.5, */*', json],
  ['application/*;q=0, */*', csv],
  ['text/html, */*;q=0.1', json],
  ['text/html', undefined],
  ['application/json;q=0', undefined],
  ['text/csv;q=nonsense', undefined],
  [',;,', undefined],
])('answers Accept %j with %j', (accept, expected) => {
  expect(negotiate(accept, [json, csv])).toBe(expected);
});
