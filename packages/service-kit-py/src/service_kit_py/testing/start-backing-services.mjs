// Starts PostgreSQL (migrated), SQS and S3 for pytest and prints where they are as one line of JSON.
// The argument is { queues: [name], bucket: name }; the end of standard input stops everything, so a killed pytest leaves nothing behind.
import { startBackingServices } from '@fintrack/backing-services';
import { prepareDatabase } from '@fintrack/database';

const { queues, bucket } = JSON.parse(process.argv[2]);
const services = await startBackingServices({
  durable: false,
  redis: false,
  aws: { queues: queues.map((name) => ({ name, deadLetterName: `${name}-dead-letter`, visibilitySeconds: 4, attemptsMax: 3 })), buckets: [bucket] },
});
const { appUrl, migratorUrl } = await prepareDatabase(services.postgres);
console.log(JSON.stringify({
  appUrl,
  migratorUrl,
  environment: services.aws.environment,
  queueUrls: Object.fromEntries(queues.map((name) => [name, services.aws.queueUrl(name)])),
}));
process.stdin.resume();
process.stdin.on('end', () => void services.stop().then(() => process.exit(0)));
