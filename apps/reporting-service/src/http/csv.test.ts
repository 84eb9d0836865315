import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../../test/read-csv.ts';
import { csvRecord, inert } from './csv.ts';

describe('csvRecord', () => {
  it('ends with CRLF, leaves plain fields bare and null empty', () => {
    expect(csvRecord(['a', 1, null, '-12.50'])).toBe('a,1,,-12.50\r\n');
  });

  it.each(['a,b', 'say "hi"', 'two\nlines', 'two\r\nlines', 'a;b', '\ttab', ' space', 'space ', '"', '""', ',', ''])('gives %j back to a reader of RFC 4180', (field) => {
    expect(readCsv(csvRecord([field, 'next']))).toEqual([[field, 'next']]);
  });
});

describe('inert', () => {
  it.each(['=1+1', '+49 30 1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '＋1', '－1', '＠x', '\u00A0=1', '\tx'])('keeps a spreadsheet from running %j', (text) => {
    expect(inert(text)).toBe(`'${text}`);
  });

  it.each(['Invoice 1', '1-2', 'a=b', '', ' x', "'quoted'"])('leaves %j as it is', (text) => {
    expect(inert(text)).toBe(text);
  });
});
