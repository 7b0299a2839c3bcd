// Feeds, read by a real parser of feeds.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Parser from 'rss-parser';
import { serve } from './site.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await site?.stop(); });

const read = async (address) => {
  const answer = await fetch(site.url + address);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/atom+xml; charset=utf-8');
  return new Parser().parseString(await answer.text());
};

test('a question is a feed, newest first, with addresses that can be opened', async () => {
  const feed = await read('/zoeken/feed?q=huur');
  assert.ok(feed.items.length > 0);
  const dates = feed.items.map((item) => item.isoDate);
  assert.deepEqual(dates, [...dates].sort().reverse());
  for (const item of feed.items) {
    assert.match(item.link, new RegExp(`^${site.url}/s/\\d{4}-\\d{3}$`));
    assert.ok(item.title && item.summary);
  }
  assert.equal((await fetch(feed.items[0].link)).status, 200);
  assert.equal(new Set(feed.items.map((item) => item.id)).size, feed.items.length);
});

test('a stage and a working group are feeds too, and hold what the public may read only', async () => {
  assert.equal((await read('/zoeken/feed?fase=voorstel')).items.length, 0);
  const all = (await read('/zoeken/feed?fase=best-practice')).items.length;
  const some = (await read('/zoeken/feed?werkgroep=wonen')).items.length;
  assert.ok(all > 0 && some < all);
  assert.equal((await read('/zoeken/feed?q=huur&fase=best-practice')).title, 'Praktijkbank: huur, best practice', 'told apart in a list of feeds');
  assert.equal((await read('/zoeken/feed?fase=voorstel')).title, 'Praktijkbank: voorstel');
});

test('a title cannot break out of a feed', async () => {
  const feed = await fetch(`${site.url}/zoeken/feed?q=${encodeURIComponent('</id><script>')}`).then((answer) => answer.text());
  assert.doesNotMatch(feed, /<script>/);
});
