// A writer has one draft of its own and saves a rising number in it, over one kept-alive connection. It believes a
// number to be kept only when the answer to its request had wholly come.
//
//   acked  the last number an answer came for: it may never be lost
//   sent   the last number that left: it may be there, or not
// After each restart acked <= what the page shows <= sent.
import http from 'node:http';

const SECTION = 'section-doe-dit';
const PEOPLE = /name="sign_in" value="([^"]+)"/g;

export class Gone extends Error {} // the connection broke: the server was killed

// One request; the answer with its whole body, or Gone.
function ask(url, path, { agent, cookie, form } = {}) {
  const body = form && new URLSearchParams(form).toString();
  const headers = { ...(cookie && { Cookie: cookie }) };
  if (body !== undefined) {
    Object.assign(headers, {
      Origin: url, 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body),
    });
  }
  return new Promise((resolve, reject) => {
    const gone = (e) => reject(new Gone(e.message));
    const req = http.request(url + path, { method: form ? 'POST' : 'GET', agent, headers, timeout: 30_000 }, (res) => {
      const parts = [];
      res.on('data', (part) => parts.push(part));
      res.on('error', gone);
      res.on('aborted', () => gone(new Error('aborted')));
      res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, text: Buffer.concat(parts).toString() }));
    });
    req.on('timeout', () => req.destroy(new Error('no answer in 30 s')));
    req.on('error', gone);
    req.end(body);
  });
}

const unexpected = (what, answer) => new Error(`${what}: answer ${answer.status} ${answer.text.slice(0, 300)}`);

// Who may begin a text, and in which working groups: found as a visitor would, on the page to begin one.
export async function signIns(url) {
  const page = await ask(url, '/inloggen');
  return [...page.text.matchAll(PEOPLE)].map((m) => m[1]);
}

export class Writer {
  constructor(n) {
    Object.assign(this, { n, acked: 0, sent: 0, count: 0 });
  }

  at(url) {
    this.agent?.destroy();
    this.url = url;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  }

  ask(path, form) {
    return ask(this.url, path, { agent: this.agent, cookie: this.cookie, form });
  }

  // Signs in; false when this person may begin nothing anywhere.
  async signIn(person) {
    this.cookie = undefined;
    const answer = await this.ask('/inloggen/rol', { sign_in: person });
    if (answer.status !== 303) throw unexpected('signing in', answer);
    this.cookie = answer.headers['set-cookie'].map((c) => c.split(';')[0]).join('; ');
    const page = await this.ask('/stukken/nieuw');
    const select = /<select[^>]*name="group"[\s\S]*?<\/select>/.exec(page.text);
    this.group = select && /<option[^>]*value="([^"]+)"/.exec(select[0])?.[1];
    this.csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1];
    return Boolean(this.group);
  }

  async begin() {
    const form = { csrf: this.csrf, group: this.group, kind: 'werkwijze', title: `Schrijver ${this.n}` };
    const answer = await this.ask('/stukken/nieuw', form);
    this.draft = /^(\/stukken\/[^/]+)\/bewerken$/.exec(answer.headers.location ?? '')?.[1];
    if (answer.status !== 303 || !this.draft) throw unexpected('beginning a draft', answer);
    await this.read();
  }

  // What the editor shows. null when the draft is not there any more, or the session.
  async read() {
    const page = await this.ask(`${this.draft}/bewerken`);
    const version = /name="version" value="(\d+)"/.exec(page.text);
    const box = new RegExp(`<textarea[^>]*name="${SECTION}"[^>]*>([\\s\\S]*?)</textarea>`).exec(page.text);
    if (page.status !== 200 || !version || !box) {
      this.seen = `answer ${page.status}`;
      return null;
    }
    this.version = version[1];
    this.csrf = /name="csrf" value="([^"]+)"/.exec(page.text)[1];
    const said = /^\s*Schrijver (\d+) stap (\d+)\b/.exec(box[1]);
    this.seen = said ? `step ${said[2]} of writer ${said[1]}` : JSON.stringify(box[1].slice(0, 60));
    if (!said) return box[1].trim() === '' ? 0 : null;
    return Number(said[1]) === this.n ? Number(said[2]) : null;
  }

  async save() {
    const step = ++this.sent;
    const answer = await this.ask(`${this.draft}/bewaren`, {
      csrf: this.csrf, version: this.version, title: `Schrijver ${this.n}`, brief: '',
      [SECTION]: `Schrijver ${this.n} stap ${step}\n\n${'Bel eerst de tweede lijn. '.repeat(step % 40)}`,
    });
    if (answer.status === 503) return; // under pressure, and said so: nothing was promised
    if (answer.status !== 200) throw unexpected(`saving step ${step} of writer ${this.n}`, answer);
    this.version = String(JSON.parse(answer.text).version);
    this.acked = step;
    this.count++;
  }

  // Until the server is gone. Any other trouble is thrown, unless the disk was taken away on purpose (broken()).
  async writeUntilGone(broken) {
    for (;;) {
      try {
        await this.save();
      } catch (e) {
        if (e instanceof Gone || broken()) return;
        throw e;
      }
    }
  }
}

// Each writer its own session and draft, as the people of the demonstration who may begin one.
export async function settle(url, writers) {
  const people = await signIns(url);
  let i = 0;
  for (const writer of writers) {
    writer.at(url);
    for (let tried = 0; !(await writer.signIn(people[i++ % people.length])); tried++)
      if (tried > people.length) throw new Error('nobody of the demonstration may begin a text');
    await writer.begin();
  }
}
