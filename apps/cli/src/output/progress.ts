import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  readonly advance: (by: number) => void;
  readonly done: () => void;
}

const SILENT: Progress = { advance: () => undefined, done: () => undefined };

/** A bar on standard error while something long goes on; nothing where that is no terminal. */
export function startProgress(stream: NodeJS.WriteStream, label: string, total: number, unit: 'bytes' | 'files'): Progress {
  if (!stream.isTTY || total === 0) return SILENT;
  const bar = new SingleBar({
    stream, format: `${label} {bar} {percentage}% | {size} | {duration_formatted}`, hideCursor: true, clearOnComplete: true, etaBuffer: 50,
  }, Presets.shades_classic);
  let value = 0;
  const size = () => (unit === 'files' ? `${value} of ${total} files` : `${mebibytes(value)} of ${mebibytes(total)} MiB`);
  bar.start(total, 0, { size: size() });
  return {
    advance: (by) => {
      value = Math.min(total, value + by);
      bar.update(value, { size: size() });
    },
    done: () => bar.stop(),
  };
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
