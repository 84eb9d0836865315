import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
// @ts-expect-error -- dynalite ships no types
import dynaliteUntyped from 'dynalite';
import { authorization, type LocalTable } from './aws-resources.ts';

const dynalite = dynaliteUntyped as (options: { path?: string; createTableMs: number; deleteTableMs: number; updateTableMs: number }) => Server;

/**
 * DynamoDB in this process, on 127.0.0.1.
 * @param dataDirectory where items survive a restart; in memory without it
 */
export async function startDynamoDb(port: number, tables: readonly LocalTable[], dataDirectory: string | undefined): Promise<{ address: string; stop: () => Promise<void> }> {
  const path = dataDirectory === undefined ? undefined : join(dataDirectory, 'dynamodb');
  if (path !== undefined) mkdirSync(path, { recursive: true, mode: 0o700 });
  const server = dynalite({ ...(path === undefined ? {} : { path }), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = `http://127.0.0.1:${port}`;
  const stop = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      // SDK clients keep connections open, which would hold close() back.
      server.closeAllConnections();
    });
  try {
    for (const table of tables) await createTable(address, table);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, stop };
}

async function createTable(address: string, table: LocalTable): Promise<void> {
  const keys = [{ name: table.partitionKey, type: 'HASH' }, ...(table.sortKey === undefined ? [] : [{ name: table.sortKey, type: 'RANGE' }])];
  const response = await call(address, 'CreateTable', {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map(({ name }) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keys.map(({ name, type }) => ({ AttributeName: name, KeyType: type })),
  });
  const text = await response.text();
  if (!response.ok && !text.includes('ResourceInUseException')) throw new Error(`DynamoDB CreateTable ${table.name}: ${response.status} ${text}`);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const description = (await (await call(address, 'DescribeTable', { TableName: table.name })).json()) as { Table?: { TableStatus?: string } };
    if (description.Table?.TableStatus === 'ACTIVE') return;
    await delay(10);
  }
  throw new Error(`DynamoDB table ${table.name} did not become active in 2 s`);
}

function call(address: string, action: string, body: object): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
      'x-amz-date': '20260101T000000Z',
      authorization: authorization('dynamodb'),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
}
