import chromium from '@sparticuz/chromium';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser } from 'playwright-core';

const unpack = "import chromium from '@sparticuz/chromium'; process.stdout.write(await chromium.executablePath());";

/** A real Chromium from the npm registry, so that a test of the web application needs nothing installed. */
export async function openBrowser(): Promise<{ browser: Browser; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'fintrack-browser-'));
  const environment = { ...process.env, NODE_OPTIONS: '', TMPDIR: folder };
  // The package unpacks into the temporary folder under a fixed name, where another user's copy may lie. Only a process
  // of its own can be given another folder: what Jest calls process.env is a copy that node:os does not read.
  const executablePath = execFileSync('node', ['--input-type=module', '--eval', unpack], { cwd: import.meta.dirname, encoding: 'utf8', env: environment, timeout: 60_000 });
  const browser = await playwright.launch({ executablePath, args: chromium.args, headless: true, env: environment });
  return {
    browser,
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
