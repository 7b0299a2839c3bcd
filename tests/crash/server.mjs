// One `kb serve --demo` after another on the same data directory: started, killed without warning, checked.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const START_MS = 60_000;

export class Server {
  constructor(kb, dir, { log, flags = [], env = {} }) {
    Object.assign(this, { kb, dir, log, flags, env, child: null, url: null, dead: true });
  }

  // Resolves when the address is on standard output: from then on requests are answered.
  start() {
    const args = ['serve', '--demo', '--data', this.dir, '--port', '0', '--log', 'warn', ...this.flags];
    const child = spawn(this.kb, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.env } });
    this.child = child;
    this.dead = false;
    this.ended = new Promise((resolve) => child.once('close', resolve));
    child.stderr.on('data', (bytes) => appendFileSync(this.log, bytes));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => { child.kill('SIGKILL'); reject(new Error('kb did not start in time')); }, START_MS);
      const failed = (why) => { clearTimeout(late); reject(new Error(`kb did not start (${why}); see ${this.log}`)); };
      child.once('error', failed);
      child.once('exit', failed);
      let said = '';
      child.stdout.on('data', (bytes) => {
        said += bytes;
        const at = /Praktijkbank: (http:\/\/\S+)\n/.exec(said);
        if (!at) return;
        clearTimeout(late);
        child.removeListener('exit', failed);
        child.once('exit', (code, signal) => { this.how = signal ?? code; this.dead = true; });
        this.url = at[1];
        resolve();
      });
    });
  }

  // kill -9. False when it had ended before by itself: that is a crash of its own.
  async kill() {
    const alive = this.child.exitCode === null && this.child.signalCode === null;
    this.child.kill('SIGKILL');
    await this.ended;
    return alive;
  }

  // SIGTERM, as a service manager does it; 0 is a clean end.
  async stop() {
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
    await this.ended;
    clearTimeout(late);
    return this.child.exitCode;
  }

  // `kb verify`: store and index agree, the hash chain holds. It may run beside the server. The indexer follows the log
  // a moment later, so a first "no" is asked again a few times; a real "no" stays one.
  async verify(tries = 20) {
    for (let i = 0; ; i++) {
      const r = spawnSync(this.kb, ['verify', '--data', this.dir], { encoding: 'utf8', timeout: START_MS });
      if (r.status === 0) return null;
      if (i + 1 >= tries) return `${r.stdout}${r.stderr}`.trim() || `kb verify ended with ${r.status ?? r.signal}`;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
