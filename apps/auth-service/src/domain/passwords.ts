export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long without a hash as with one, so that the time does not tell whether a user exists. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}
