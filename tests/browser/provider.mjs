// An identity provider on loopback: oidc-provider, which is certified, with a sign-in page of one field; and the same one
// when it lies: `forge` is asked for the token that it gives out instead.
import { createHash, createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import Provider from 'oidc-provider';

const base64 = (what) => Buffer.from(what).toString('base64url');

function keyPair(kid, alg = 'RS256') {
  const { privateKey } = alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey, jwk: { ...privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' } };
}

/** What a token says it was signed with. */
const algorithmOf = (answer) => JSON.parse(Buffer.from(JSON.parse(answer).id_token.split('.')[0], 'base64url')).alg;

/** header.claims.signature, as the forger wants it. */
export function token(header, claims, key) {
  const signed = `${base64(JSON.stringify(header))}.${base64(JSON.stringify(claims))}`;
  if (header.alg === 'none') return `${signed}.`;
  if (header.alg === 'HS256') return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

export const other = keyPair('rsa-1'); // the forger's own, under the name of the right one

const bare = (body) => `<!doctype html><html lang="nl"><title>Organisatie</title><link rel="icon" href="data:,"><main><h1>Organisatie</h1>${body}</main>`;
const logoutSource = (ctx, form) => { ctx.body = bare(`${form}<button form="op.logoutForm" name="logout" value="yes">Stop ook hier</button>`); };
const postLogoutSuccessSource = (ctx) => { ctx.body = bare('<p>Overal uitgelogd</p>'); };

/** `persons`: what is claimed of each, by the name they sign in with; `tls`: key and certificate, and the name they are
 * for when it is no address. Tell the site's address with `for`, and what tokens are signed with. */
export async function startProvider(persons, tls) {
  const key = keyPair('rsa-1');
  const keys = [key.jwk, keyPair('rsa-2', 'PS256').jwk, keyPair('ec-1', 'ES256').jwk];
  const asked = {}; // of the last question: nonce, client
  const served = { keys: 0, about: 0, signed: '' };
  let forge = null;
  const broken = {}; // path: what is done in place of an answer
  let handler = (_, answer) => answer.end();
  const answers = (request, answer) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    if (url.pathname === '/jwks') served.keys++;
    if (url.pathname === '/.well-known/openid-configuration') served.about++;
    if (url.pathname === '/auth' && url.searchParams.has('nonce')) Object.assign(asked, Object.fromEntries(url.searchParams));
    if (broken[url.pathname]) return broken[url.pathname](request, answer);
    if (url.pathname === '/token' && forge) return lie(request, answer);
    if (url.pathname === '/token') remember(answer);
    return handler(request, answer);
  };
  const server = tls ? createTlsServer(tls, answers) : createServer(answers);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `${tls ? 'https' : 'http'}://${tls?.name || '127.0.0.1'}:${server.address().port}`;

  function remember(answer) {
    const end = answer.end.bind(answer);
    answer.end = (body, ...rest) => {
      if (answer.statusCode === 200) served.signed = algorithmOf(String(body));
      return end(body, ...rest);
    };
  }

  function lie(request, answer) {
    request.resume().on('end', () => {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, sub: 'rosa', aud: 'praktijkbank', nonce: asked.nonce, iat: now, exp: now + 60, auth_time: now };
      answer.setHeader('Content-Type', 'application/json');
      answer.end(JSON.stringify({ access_token: 'x', token_type: 'Bearer', id_token: forge(claims, key.privateKey) }));
    });
  }

  function page(answer, body) {
    answer.setHeader('Content-Type', 'text/html; charset=utf-8');
    answer.end(bare(body));
  }

  /** Everybody who types their name is who they say. */
  async function interact(provider, request, answer, next) {
    if (!request.url.startsWith('/interaction/')) return next();
    if (request.method === 'GET') return page(answer, `<form method="post" action="${request.url}"><label>Wie ben je? <input name="login"></label><button>Verder</button><button name="stop" value="1">Stop</button></form>`);
    let body = '';
    for await (const part of request) body += part;
    const form = new URLSearchParams(body);
    if (form.has('stop')) return provider.interactionFinished(request, answer, { error: 'access_denied' });
    const who = form.get('login');
    return provider.interactionFinished(request, answer, { login: { accountId: who, amr: persons[who]?.amr, acr: persons[who]?.acr } });
  }

  return {
    issuer,
    asked,
    served,
    server,
    publicKey: createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }),
    lies(how) { forge = how; },
    breaks(path, how) { broken[path] = how; },
    for(site, secret, alg = 'RS256') {
      const provider = new Provider(issuer, {
        clients: [{
          client_id: 'praktijkbank', client_secret: secret, redirect_uris: [`${site}/inloggen/organisatie/terug`],
          post_logout_redirect_uris: [`${site}/`], backchannel_logout_uri: `${site}/uitloggen/melding`, backchannel_logout_session_required: true,
          id_token_signed_response_alg: alg,
        }],
        jwks: { keys },
        enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
        cookies: { keys: [createHash('sha256').update(issuer).digest('hex')] },
        claims: { openid: ['sub', 'amr', 'acr'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'], sid: null, auth_time: null },
        scopes: ['openid', 'profile', 'email', 'groups'],
        conformIdTokenClaims: false,
        features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource } },
        interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
        pkce: { required: () => true, methods: ['S256'] },
        findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...persons[id]?.claims }) }),
        async loadExistingGrant({ oidc }) {
          const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
          grant.addOIDCScope('openid profile email groups');
          await grant.save();
          return grant;
        },
        ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 600, Grant: 600, Session: 600 },
      });
      const callback = provider.callback();
      handler = (request, answer) => interact(provider, request, answer, () => callback(request, answer));
    },
    async stop() { server.closeAllConnections(); await new Promise((done) => server.close(done)); },
  };
}
