// Serves content/assets/sample.html with the built files under the policy of the real server, for browser tests.
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { buildAssets } from '../../content/assets/build.mjs';

const SAMPLE = new URL('../../content/assets/sample.html', import.meta.url);
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Starts a server; `answers` maps "METHOD /path" to a function of the body and the request that gives { status, type, body }. */
export async function serveSample(answers = {}) {
  const out = mkdtempSync(join(tmpdir(), 'kb-assets-'));
  const files = await buildAssets(out);
  const page = files.reduce((html, file) => html.replaceAll(`/static/${file.name}`, `/static/${file.file}`), readFileSync(SAMPLE, 'utf8'));
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      const path = request.url.split('?')[0];
      const file = files.find((one) => `/static/${one.file}` === path);
      const answer = answers[`${request.method} ${path}`];
      const reply = file ? { type: file.type, body: file.bytes } : path === '/' ? { type: 'text/html; charset=utf-8', body: page } : answer ? answer(body, request) : { status: 404, body: '' };
      response.writeHead(reply.status || 200, { 'Content-Type': reply.type || 'text/plain; charset=utf-8', 'Content-Security-Policy': POLICY });
      response.end(reply.body);
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => { server.closeAllConnections(); server.close(); rmSync(out, { recursive: true, force: true }); },
  };
}

export const launch = () => chromium.launch({ executablePath: process.env.KB_CHROMIUM || '/usr/bin/chromium', args: FLAGS });
