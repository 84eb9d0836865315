export interface Environment {
  readonly name: 'dev' | 'staging' | 'prod';
  /** Name in secret paths; production's is `production` (decision 2). */
  readonly pathName: string;
  readonly accountId: string;
  readonly region: string;
  /** Public host of the API and of the web application. */
  readonly apiHost: string;
  readonly webHost: string;
  readonly logLevel: 'debug' | 'info';
  readonly databaseTls: boolean;
}

/** Environments are accounts (decision 2). Account ids are the adopter's to replace. */
export const environments = {
  dev: { name: 'dev', pathName: 'dev', accountId: '111111111111', region: 'us-east-1', apiHost: 'api.dev.fintrack.io', webHost: 'app.dev.fintrack.io', logLevel: 'debug', databaseTls: true },
  staging: { name: 'staging', pathName: 'staging', accountId: '222222222222', region: 'us-east-1', apiHost: 'api.staging.fintrack.io', webHost: 'app.staging.fintrack.io', logLevel: 'info', databaseTls: true },
  prod: { name: 'prod', pathName: 'production', accountId: '123456789012', region: 'us-east-1', apiHost: 'api.fintrack.io', webHost: 'app.fintrack.io', logLevel: 'info', databaseTls: true },
} as const satisfies Record<string, Environment>;

export type EnvironmentName = keyof typeof environments;
