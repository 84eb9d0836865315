import { EventEmitter } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { crashReport } from './crash-report.ts';
import { onInterrupt } from './interrupts.ts';
import { LogPrinter, needsAttention, readable } from './log-printer.ts';
import { table } from './table.ts';

describe('LogPrinter', () => {
  const printed = (colour: boolean) => {
    let text = '';
    new LogPrinter((part) => (text += part), colour).service('auth-service', 'plain line');
    return text;
  };

  it('prefixes each line, aligned over all services', () => {
    expect(printed(false)).toBe('auth-service           | plain line\n');
  });

  it('colours on a terminal only', () => {
    expect(printed(true)).toContain('\u001b[');
    expect(printed(false)).not.toContain('\u001b');
  });

  it('shows structured lines as level, message and the rest, and leaves others alone', () => {
    expect(readable('{"level":"warn","time":"t","service":"s","message":"slow","ms":12,"route":"/x"}')).toBe('warn slow ms=12 route=/x');
    expect(readable('{"no":"message"}')).toBe('{"no":"message"}');
    expect(readable('{broken')).toBe('{broken');
  });
});

describe('needsAttention', () => {
  it('lets through warnings, errors and what is no structured line', () => {
    const lines = ['{"level":"info","message":"m"}', '{"level":"debug","message":"m"}', '{"level":"warn","message":"m"}', '{"level":"error","message":"m"}', 'Traceback'];
    expect(lines.map(needsAttention)).toEqual([false, false, true, true, true]);
  });
});

describe('table', () => {
  it('aligns text left and numbers right', () => {
    expect(table([['Name', 'Count'], ['a', 5], ['long name', 1234]])).toBe('Name       Count\n---------  -----\na              5\nlong name   1234');
  });

  it('is empty without rows', () => {
    expect(table([])).toBe('');
  });
});

describe('crashReport', () => {
  it('names service, code, last lines and what comes next', () => {
    const crash = { name: 'auth-service', code: 3, lastLines: ['one', 'two'] } as const;
    expect(crashReport({ ...crash, restart: { number: 2, of: 3, inMs: 1000 } })).toBe('auth-service ended unexpectedly with code 3; its last lines:\n    one\n    two\nRestarting it in 1 s (2 of 3).');
    expect(crashReport({ ...crash, lastLines: [], restart: undefined })).toMatch(/wrote nothing.*not restarted again/s);
  });
});

describe('onInterrupt', () => {
  const setUp = () => {
    const emitter = new EventEmitter();
    const force = jest.fn();
    let time = 0;
    const interrupts = onInterrupt(force, emitter, () => time);
    return { emitter, force, interrupts, at: (ms: number) => (time = ms) };
  };

  it('announces the first signal and forces at the second', async () => {
    const { emitter, force, interrupts, at } = setUp();
    emitter.emit('SIGTERM');
    expect(await interrupts.first).toBe('SIGTERM');
    expect(force).not.toHaveBeenCalled();
    at(1000);
    emitter.emit('SIGINT');
    expect(force).toHaveBeenCalledTimes(1);
  });

  it('takes one key press, passed on by npm and start.mjs too, for one', () => {
    const { emitter, force, at } = setUp();
    emitter.emit('SIGINT');
    at(5);
    emitter.emit('SIGINT');
    at(20);
    emitter.emit('SIGINT');
    expect(force).not.toHaveBeenCalled();
  });

  it('listens no more once disposed of', () => {
    const { emitter, interrupts } = setUp();
    interrupts.dispose();
    expect(emitter.listenerCount('SIGINT')).toBe(0);
    expect(interrupts.happened()).toBe(false);
  });
});
