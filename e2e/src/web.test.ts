import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoUsers, type Fintrack, seedDemo, startFintrack, tenantSlug } from '@fintrack/local-runtime';
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';

const samples = resolve(import.meta.dirname, '../../samples');
const sample = (pattern: RegExp) => join(samples, readdirSync(samples).find((name) => pattern.test(name)) as string);
/** Screenshots to look at. */
const pictures = resolve(import.meta.dirname, '../test-results/web');

let fintrack: Fintrack;
let browser: Browser;
let closeBrowser: (() => Promise<void>) | undefined;
let page: Page;
const consoleErrors: string[] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  fintrack = await startFintrack({ web: true, logLevel: 'error', services: ['auth-service', 'reconciliation-service', 'reporting-service', 'transaction-worker'] });
  await seedDemo(fintrack);
  ({ browser, close: closeBrowser } = await openBrowser());
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  page.on('console', (message) => void (message.type() === 'error' && consoleErrors.push(message.text())));
  page.on('pageerror', (error) => void consoleErrors.push(error.message));
  page.setDefaultTimeout(30_000);
}, 120_000);

afterAll(async () => {
  await closeBrowser?.();
  await fintrack?.stop();
}, 60_000);

const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

async function signIn(role: keyof typeof demoUsers, password: string) {
  await page.goto(fintrack.address);
  await page.getByLabel('Tenant').fill(tenantSlug);
  await page.getByLabel('E-mail').fill(demoUsers[role].email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function upload(source: string, path: string, mapping?: string) {
  await page.getByLabel('Source').selectOption({ label: source });
  await page.getByLabel('File').setInputFiles(path);
  await page.getByLabel('CSV mapping').setInputFiles(mapping ?? []);
  await page.getByRole('button', { name: 'Upload' }).click();
  const row = page.getByRole('row').filter({ hasText: path.split('/').at(-1) as string });
  await row.getByText('Imported').waitFor();
}

describe('the web application in a real browser', () => {
  it('refuses a wrong password with words', async () => {
    await signIn('analyst', 'not the password');
    await page.getByRole('alert').waitFor();
    await picture('1-wrong-password');
    expect(await page.getByRole('button', { name: 'Sign in' }).isVisible()).toBe(true);
    // Chromium itself reports the answer 401 of the sign-in.
    expect(consoleErrors.splice(0)).toEqual([expect.stringContaining('401')]);
  });

  it('shows an empty workspace the way to begin', async () => {
    await signIn('analyst', fintrack.demoPassword);
    await page.getByText('No transactions yet.').waitFor();
    await picture('2-empty');
    await page.getByRole('link', { name: 'Upload a bank statement and a ledger' }).click();
    await page.getByText('Nothing uploaded yet.').waitFor();
  });

  it('imports a bank statement and a ledger', async () => {
    await upload('Bank', sample(/camt/));
    await upload('Ledger', sample(/ledger.*\.csv$/), sample(/mapping\.json$/));
    await picture('3-statements');
  });

  it('says which line of an unreadable file is at fault', async () => {
    await page.getByLabel('CSV mapping').setInputFiles([]);
    await page.getByLabel('File').setInputFiles({ name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from('date,amount,currency,reference,description,account\n2026-02-30,1.00,EUR,R,D,A\n') });
    await page.getByRole('button', { name: 'Upload' }).click();
    const row = page.getByRole('row').filter({ hasText: 'broken.csv' });
    await row.getByText('Rejected').waitFor();
    expect(await row.textContent()).toContain('line 2');
    await picture('4-rejected');
  });

  it('reconciles, and shows what matched and what did not', async () => {
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('button', { name: 'Reconcile now' }).click();
    await page.getByText('Last reconciliation').waitFor();
    await picture('5-overview');
    await page.getByRole('navigation').getByRole('link', { name: 'Matches' }).click();
    await page.getByRole('columnheader', { name: 'Difference' }).waitFor();
    await picture('6-matches');
    expect(await page.getByRole('row').count()).toBeGreaterThan(10);
    await page.getByRole('navigation').getByRole('link', { name: 'Exceptions' }).click();
    await page.getByRole('columnheader', { name: 'Reason' }).waitFor();
    await picture('7-exceptions');
  });

  it('lets an analyst confirm a suggestion and resolve an exception', async () => {
    await page.goto(`${fintrack.address}/matches?state=suggested`);
    const confirm = page.getByRole('button', { name: 'Confirm' });
    await confirm.first().waitFor();
    const suggested = await confirm.count();
    await confirm.first().click();
    await page.locator('td.actions').nth(suggested - 1).waitFor({ state: 'detached' });
    await page.getByRole('navigation').getByRole('link', { name: 'Exceptions' }).click();
    await page.getByRole('button', { name: 'Resolve', exact: true }).first().click();
    await page.getByLabel('How was it settled?').fill('Written off');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('tab', { name: 'Resolved' }).click();
    await page.getByText('Written off').waitFor();
    await picture('8-resolved');
  });

  it('offers a viewer nothing to decide, and fits a telephone', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Tenant').waitFor();
    await signIn('viewer', fintrack.demoPassword);
    await page.getByText('Last reconciliation').waitFor();
    expect(await page.getByRole('button', { name: 'Reconcile now' }).count()).toBe(0);
    await page.setViewportSize({ width: 390, height: 844 });
    await picture('9-telephone');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  it('writes no error to the console', () => expect(consoleErrors).toEqual([]));
});
