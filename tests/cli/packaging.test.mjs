// What stands in packaging/ is judged by the tools it is made for, where they are.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const UNIT = 'packaging/praktijkbank.service';
const analyse = (...args) => spawnSync('systemd-analyze', args, { encoding: 'utf8', timeout: 60_000 });
const missing = analyse('--version').error ? 'systemd-analyze is not here' : false;

test('the unit is "OK" or better: an exposure of at most 2.0', { skip: missing }, () => {
  const judged = analyse('security', '--offline=true', '--threshold=20', '--no-pager', UNIT);
  assert.equal(judged.status, 0, judged.stdout.split('\n').filter((line) => line.includes('✗')).join('\n') + judged.stderr);
  assert.match(judged.stdout, /Overall exposure level for \S+: [01]\.\d OK/);
});

test('systemd knows every word of the unit', { skip: missing }, () => {
  const judged = analyse('verify', UNIT);
  const complaints = (judged.stdout + judged.stderr).split('\n').filter((line) => line.includes('praktijkbank.service') && !/not executable|man page/.test(line));
  assert.deepEqual(complaints, []);
});
