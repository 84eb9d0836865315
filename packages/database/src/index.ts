export { appRole, createRoles, migratorRole, type RolePasswords } from './create-roles.ts';
export { createDatabase } from './create-database.ts';
export { isolationFaults } from './isolation-faults.ts';
export { migrate, type MigrateOptions } from './migrate.ts';
export { migrationStatus, type MigrationStatus } from './migration-status.ts';
export { prepareDatabase, type PreparedDatabase, type PrepareOptions, type PostgresServer } from './prepare-database.ts';
export type * from './rows.ts';
