import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { startServer, testToken, type TestServer } from '../../../core/testing/testing.js';
import { library } from '../../fixtures/library.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { until } from '../../support/until.js';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** It asks its maker's hosts for nothing. */
const quiet = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

describe('GraphiQL in a browser', function suite() {
  this.timeout(120_000);
  let database: TestDatabase;
  let server: TestServer;
  let browser: BrowserContext;
  let page: Page;
  let profile: string;
  const foreign: string[] = [];
  const problems: string[] = [];

  before(async function start() {
    if (!existsSync(executablePath)) {
      process.stdout.write(`NOT RUN: GraphiQL in a browser. There is no ${executablePath}; CHROMIUM_PATH names another.\n`);
      this.skip();
    }
    database = await createDatabase('sqlite', library);
    server = await startServer({ database: { url: database.url }, plugins: { graphiql: true, graphql: true } });
    profile = await mkdtemp(join(tmpdir(), 'jackfield-browser-'));
    browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: quiet });
    page = await browser.newPage();
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.url) && !url.startsWith('data:') && !url.startsWith('blob:')) foreign.push(url);
    });
    page.on('pageerror', (error) => problems.push(error.message));
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await database?.drop();
    if (profile) await rm(profile, { recursive: true, force: true });
  });

  it('loads, completes a field, runs a query and shows the rows', async () => {
    await page.goto(`${server.url}/graphql`);
    await page.waitForSelector('.graphiql-query-editor .CodeMirror');
    // The token of a user goes into the headers; the schema is read with it from then on.
    const headers = page.locator('.graphiql-editor-tool .CodeMirror').nth(1);
    await headers.click();
    await page.keyboard.insertText(JSON.stringify({ Authorization: `Bearer ${testToken}` }));
    // What is typed into the headers counts a moment later only: the schema is asked for until it was asked for with the token.
    await until('the schema is asked for with the token', async () => {
      const asked = page.waitForResponse((answer) => answer.url() === `${server.url}/graphql` && answer.request().method() === 'POST');
      await page.getByRole('button', { name: /re-fetch/i }).click();
      const answer = await asked;
      return 'authorization' in answer.request().headers() && (await answer.text()).includes('"books"');
    }, 60);

    await page.locator('.graphiql-query-editor .CodeMirror').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{ books(sort: ["id"], limit: 1) { tit');
    // The page takes its time to build the schema from the answer.
    const hint = page.locator('.CodeMirror-hints li', { hasText: 'title' }).first();
    await until('the field is offered', async () => {
      await page.keyboard.press('Control+Space');
      return await hint.waitFor({ timeout: 2_000 }).then(() => true, () => false);
    }, 60);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');

    const shown = page.locator('.result-window');
    await shown.getByText('"books"').waitFor();
    const { body } = await server.client.get('/items/books?fields=title&sort=id&limit=1');
    expect((await shown.innerText()).replaceAll('\u00A0', ' ')).to.contain(body.data[0].title);
  });

  it('asks no other host for anything, and runs without an error', () => {
    expect(foreign).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
  });
});
