// Passkeys: the browser asks the device, and the form carries its answer. A form with data-passkey ("make" or "get") is
// hidden until it is known that the browser can do this; everything that is asked stands in its data attributes.

const ALGORITHMS = [-7, -8, -257]; // ES256, EdDSA, RS256: what the server can check (kb/service/webauthn.h)

const toBytes = (words) => Uint8Array.from(atob(words.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const toWords = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const keys = (ids) => (ids || '').split(' ').filter(Boolean).map((id) => ({ type: 'public-key', id: toBytes(id) }));

async function make({ party, site, person, name, challenge, known }) {
  const { response } = await navigator.credentials.create({ publicKey: {
    rp: { id: party, name: site },
    user: { id: new TextEncoder().encode(person), name, displayName: name },
    challenge: toBytes(challenge),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: keys(known),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    attestation: 'none',
  } });
  return { client_data: response.clientDataJSON, authenticator: response.getAuthenticatorData() };
}

async function get({ party, challenge, allowed, verify }) {
  const { rawId, response } = await navigator.credentials.get({ publicKey: { rpId: party, challenge: toBytes(challenge), allowCredentials: keys(allowed), userVerification: verify } });
  return { credential: rawId, client_data: response.clientDataJSON, authenticator: response.authenticatorData, signature: response.signature };
}

function put(form, name, value) {
  const field = form.elements.namedItem(name) || form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name }));
  field.value = value;
}

/** Where to go on, a form that waits, "this is my own device": they stand in the form beside it. */
function takeAlong(form, beside) {
  for (const field of beside ? beside.elements : [])
    if (/^(verder|kept)$/.test(field.name) || (field.name === 'trusted' && field.checked)) put(form, field.name, field.value);
}

const canMake = () => typeof AuthenticatorAttestationResponse === 'function' && 'getAuthenticatorData' in AuthenticatorAttestationResponse.prototype;

export function startPasskey(form) {
  const { passkey, beside, textFailed, textKnown } = form.dataset;
  const said = form.querySelector('[data-passkey-said]');
  if (!window.PublicKeyCredential || (passkey === 'make' && !canMake())) return;
  form.hidden = false;
  document.querySelectorAll('[data-passkey-none]').forEach((words) => { words.hidden = true; });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    said.textContent = '';
    try {
      const answer = await (passkey === 'make' ? make : get)(form.dataset);
      for (const [name, buffer] of Object.entries(answer)) put(form, name, toWords(buffer));
      takeAlong(form, document.getElementById(beside));
      form.submit();
    } catch (error) { // the person went back, waited too long, or the device has no key for this
      said.textContent = (error.name === 'InvalidStateError' && textKnown) || textFailed;
    }
  });
}
