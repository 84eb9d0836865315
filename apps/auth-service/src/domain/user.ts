export type Role = 'viewer' | 'analyst' | 'admin';

export interface Tenant {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly createdAt: Date;
}

export interface User {
  readonly tenantId: string;
  readonly userId: string;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

export interface NewUser extends User {
  readonly passwordHash: string;
}

/** E-mail addresses are compared without regard to letter case. */
export function normalizedEmail(email: string): string {
  return email.toLowerCase();
}
