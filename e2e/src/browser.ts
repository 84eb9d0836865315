import chromium from '@sparticuz/chromium';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser } from 'playwright-core';

/** A real Chromium from the npm registry, so that a test of the web application needs nothing installed. */
export async function openBrowser(): Promise<{ browser: Browser; close: () => Promise<void> }> {
  // The package unpacks into the temporary folder under a fixed name, where another user's copy may lie.
  const folder = mkdtempSync(join(tmpdir(), 'fintrack-browser-'));
  process.env['TMPDIR'] = folder;
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args, headless: true });
  return {
    browser,
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
