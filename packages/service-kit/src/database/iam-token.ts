import { Signer } from '@aws-sdk/rds-signer';

export interface IamLogin {
  readonly AWS_REGION: string;
  readonly DB_HOST: string;
  readonly DB_PORT: number;
  readonly DB_USER: string;
}

/** The password of an RDS IAM login: signed on this host without a network call; valid 15 minutes, needed only while connecting. */
export function iamToken({ AWS_REGION, DB_HOST, DB_PORT, DB_USER }: IamLogin): () => Promise<string> {
  const signer = new Signer({ region: AWS_REGION, hostname: DB_HOST, port: DB_PORT, username: DB_USER });
  return () => signer.getAuthToken();
}
