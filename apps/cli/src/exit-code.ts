/** Exit codes, as `fintrack --help` lists them. */
export const exitCodes = {
  success: 0,
  unexpected: 1,
  usage: 2,
  unreachable: 3,
  notSignedIn: 4,
  refused: 5,
  rejectedFile: 6,
  timeout: 7,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.success, 'done'],
  [exitCodes.unexpected, 'something unexpected went wrong'],
  [exitCodes.usage, 'wrong use: an unknown option, a file that can’t be read'],
  [exitCodes.unreachable, 'FinTrack can’t be reached'],
  [exitCodes.notSignedIn, 'not signed in, or not allowed to do this'],
  [exitCodes.refused, 'FinTrack refused the request; the message says which field'],
  [exitCodes.rejectedFile, 'a file was uploaded but could not be read; the message says which line'],
  [exitCodes.timeout, 'waited too long'],
];
