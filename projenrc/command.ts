/** An Nx target that runs one of the package's own programs; never cached, since it writes sources. */
export function command(program: string) {
  return { command: `node --conditions=@fintrack/source ${program}`, options: { cwd: '{projectRoot}' }, cache: false };
}
