import { describe, expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { tryPack } from '../../src/cli/pack-floor.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { SettingChange } from '../../src/model/change.ts';
import type { Pack } from '../../src/model/pack.ts';
import { weakerThan } from '../../src/plan/payload-floor.ts';
import { settingFromPack } from '../../src/plan/setting-from-pack.ts';
import { parseLayers } from '../../src/templating/pack-manifest.ts';
import { judged, snapshotOf } from '../controls/control-case.ts';
import { SITUATIONS } from '../controls/situations.ts';
import { planned } from '../controls/try-remedy.ts';
import { builtInFiles, packOf } from '../templating/packs.ts';

const RULESET = {
  name: 'tags',
  enforcement: 'active',
  bypass_actors: [],
  conditions: { ref_name: { include: ['refs/tags/v*'], exclude: [] } },
  rules: [{ type: 'update' }, { type: 'pull_request', parameters: { approvals: 1, review: true, thread: false } }],
};
const POLICY = { enabled: true, allowed_actions: 'selected', sha_pinning_required: true, github_owned_allowed: false };
const rules = (...all: readonly object[]) => ({ ...RULESET, rules: all });
const [UPDATE = {}, PULL = {}] = RULESET.rules;
const refs = (include: readonly string[], exclude: readonly string[] = []) => ({
  ...RULESET,
  conditions: { ref_name: { include, exclude } },
});

describe('a payload asks for as much as the program does', () => {
  test.each<readonly [string, object, object]>([
    ['the same', RULESET, RULESET],
    ['another name', RULESET, { ...RULESET, name: 'Acme: tags' }],
    ['an App that releases', RULESET, { ...RULESET, bypass_actors: [{ actor_id: 7, actor_type: 'Integration' }] }],
    ['more refs', RULESET, refs(['refs/tags/v*', 'refs/tags/release-*'])],
    ['all refs', RULESET, refs(['~ALL'])],
    ['a tag that moves on purpose', RULESET, refs(['refs/tags/v*'], ['refs/tags/v[0-9]', 'refs/tags/v2'])],
    ['another rule', RULESET, rules(UPDATE, PULL, { type: 'required_signatures' })],
    [
      'more approvals',
      RULESET,
      rules(UPDATE, { type: 'pull_request', parameters: { approvals: 2, review: true, thread: true } }),
    ],
    [
      'reviewers of an environment',
      { policy: { custom: true } },
      { policy: { custom: true }, reviewers: [{ id: 1 }], wait_timer: 30 },
    ],
    ['fewer actions', POLICY, { ...POLICY, allowed_actions: 'local_only' }],
    ['fewer events', { allowed_events: ['push', 'pull_request'] }, { allowed_events: ['push'] }],
    ['a pattern of the owner’s', { patterns_allowed: ['a/b@*'] }, { patterns_allowed: ['acme/*'] }],
  ])('%s', (_, floor, body) => expect(weakerThan(floor, body)).toEqual([]));

  test.each<readonly [string, object, object, string]>([
    ['nothing', RULESET, {}, 'name: is left out; at least "tags" is asked for'],
    ['not enforced', RULESET, { ...RULESET, enforcement: 'evaluate' }, 'enforcement: must be "active", not "evaluate"'],
    [
      'a deploy key',
      RULESET,
      { ...RULESET, bypass_actors: [{ actor_type: 'DeployKey' }] },
      'bypass_actors: {"actor_type":"DeployKey"} would get past the rules; only an App (Integration) may be added',
    ],
    ['other refs', RULESET, refs(['refs/tags/x*']), 'conditions.ref_name.include: "refs/tags/v*" is no longer named'],
    [
      'versions taken out',
      RULESET,
      refs(['refs/tags/v*'], ['refs/tags/v1*']),
      'conditions.ref_name.exclude: "refs/tags/v1*" is taken out',
    ],
    ['a rule less', RULESET, rules(UPDATE), 'rules: the rule "pull_request" is left out'],
    [
      'a weaker rule',
      RULESET,
      rules(UPDATE, { type: 'pull_request', parameters: { approvals: 0, review: true, thread: false } }),
      'rules: pull_request.parameters.approvals: must be at least 1, not 0',
    ],
    [
      'a second, weaker rule',
      RULESET,
      rules(UPDATE, PULL, { type: 'pull_request' }),
      'rules: pull_request.parameters: is left out; at least {"approvals":1,"review":true,"thread":false} is asked for',
    ],
    [
      'a way around a rule',
      { type: 'update' },
      { type: 'update', update_allows_fetch_and_merge: true },
      'update_allows_fetch_and_merge: true lets more through',
    ],
    [
      'every action',
      POLICY,
      { ...POLICY, allowed_actions: 'all' },
      'allowed_actions: "all" allows more than "selected"',
    ],
    ['no pins', POLICY, { ...POLICY, sha_pinning_required: false }, 'sha_pinning_required: must be true'],
    ['actions off', POLICY, { ...POLICY, enabled: false }, 'enabled: must be true, not false'],
    ['more allowed', POLICY, { ...POLICY, github_owned_allowed: true }, 'github_owned_allowed: must be false'],
    ['every pattern', { patterns_allowed: [] }, { patterns_allowed: ['*'] }, 'patterns_allowed: "*" names no owner'],
    [
      'another event',
      { allowed_events: ['push'] },
      { allowed_events: ['push', 'pull_request_target'] },
      'allowed_events: "pull_request_target" is no event that is used',
    ],
    ['every ref', { name: 'v*', type: 'tag' }, { name: '*', type: 'tag' }, 'name: "*" is no name'],
    [
      'a check less',
      { required_status_checks: [{ context: 'build' }] },
      { required_status_checks: [] },
      'required_status_checks: "build" is no longer required',
    ],
    [
      'a text for a list',
      { allowed_events: ['push'] },
      { allowed_events: 'push' },
      'allowed_events: "push" is no event that is used',
    ],
  ])('and not less: %s', (_, floor, body, says) => expect(weakerThan(floor, body)[0]).toBe(says));
});

describe('the payloads of the program', () => {
  const settings = CONTROLS.flatMap((control) =>
    (SITUATIONS.get(control.id) ?? []).flatMap((situation) => {
      const { gap, remedies } = judged(control, situation);
      return (gap ? remedies.filter(({ kind }) => kind === 'setting') : []).flatMap(({ id }) => {
        const snapshot = snapshotOf(situation);
        return planned(snapshot, control, id).settings;
      });
    }),
  );

  test('say what the controls ask for, word for word', () => {
    expect(settings.length).toBeGreaterThan(20);
    expect(settings.filter(({ after }) => after.includes('the rest as')).map(({ summary }) => summary)).toEqual([]);
    expect(settings.filter((setting) => 'payload' in setting)).toEqual([]);
  });
});

const acme = (files: Readonly<Record<string, string>>, id = 'environment'): Pack =>
  packOf(
    parseLayers([
      {
        source: './acme',
        resolved: 'sha256-1',
        files: {
          'pack.yml': `schema: 1\nname: acme\nversion: 1.0.0\nextends: built-in\ntemplates:\n  - { id: ${id}, source: it.hbs }\n`,
          ...files,
        },
      },
      { source: 'built-in', resolved: null, files: builtInFiles() },
    ]),
  );
const faults = (pack: Pack) => tryPack(pack, offlinePins(), 'values').faults.map(({ text }) => text);
const CHANGE: SettingChange = {
  kind: 'setting',
  summary: 'the environment release takes chosen refs only',
  request: {
    method: 'PUT',
    path: '/repos/octo/app/environments/release',
    body: { deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } },
  },
  payload: { template: 'environment', inputs: {} },
  inverse: null,
  before: 'any ref',
  after: 'chosen refs',
  when: 'now',
  why: 'so',
};
const from = (pack: Pack) => settingFromPack(CHANGE, { pack, pins: offlinePins(), views: {}, seed: 'octo/app' });

describe('a pack on top', () => {
  const more = { 'it.hbs': '{{> super}}\nprevent_self_review: true\nreviewers:\n  - { type: Team, id: 42 }\n' };
  const less = { 'it.hbs': '# any ref\n\ndeployment_branch_policy: null\n' };

  test('asks for more, which is what the request says then', () => {
    expect(faults(acme(more))).toEqual([]);
    const said = from(acme(more));
    expect(said.ok && said.change.request.body).toEqual({
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      prevent_self_review: true,
      reviewers: [{ type: 'Team', id: 42 }],
    });
    expect(said.ok && said.change.after).toBe('chosen refs; the rest as acme/environment says');
  });

  test('is refused, with the line, where it asks for less', () => {
    const says = 'deployment_branch_policy: must be a mapping, not null';
    expect(faults(acme(less))).toEqual([`acme/environment: acme/it.hbs:3: ${says}`]);
    expect(from(acme(less))).toEqual({ ok: false, reason: expect.stringContaining(says) });
  });

  test.each([
    ['a: [1\n', /it\.hbs: line \d of what it says is not valid YAML/u],
    ['- a\n', /must be a mapping/u],
    ['a: &b 1\nc: *b\n', /line 2 of what it says an alias has no place/u],
    ['1: a\n', /a key must be a text/u],
    ['a: .inf\n', /\.inf is no number of JSON/u],
  ])('is refused where it says no request: %j', (text, says) => {
    expect(faults(acme({ 'it.hbs': text }))).toEqual([expect.stringMatching(says)]);
  });

  test('says neither where a request goes nor a request of its own', () => {
    const elsewhere = acme({
      'pack.yml':
        'schema: 1\nname: acme\nversion: 1.0.0\nextends: built-in\ntemplates:\n  - { id: environment, output: PUT /orgs/acme }\n  - { id: mine, kind: payload, source: it.hbs, title: Mine, output: PUT /orgs/acme }\n',
      'it.hbs': 'a: 1\n',
    });
    expect(faults(elsewhere)).toEqual([
      expect.stringContaining('output is PUT /repos/OWNER/REPO/environments/NAME, and stays so'),
      expect.stringContaining('a payload has the id of one of the program'),
    ]);
  });

  test('that stands alone says nothing of settings', () => {
    expect(from({ ...builtInPack(), templates: [] })).toEqual({
      ok: true,
      change: expect.objectContaining({ request: CHANGE.request }),
    });
  });
});
