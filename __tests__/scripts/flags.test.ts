import { describe, expect, test } from '@jest/globals';
import { readActionFile } from '../../local/runner/action-file.ts';
import { flagsTakenByNpm, parseFlags } from '../../scripts/flags.ts';

const { inputs: known } = await readActionFile();

describe('the flags of npm run action', () => {
  test.each<[string, Record<string, string>]>([
    ['list', { operation: 'list' }],
    ['delete --webhook-name pr-* --dry-run', { operation: 'delete', 'webhook-name': 'pr-*', 'dry-run': 'true' }],
    ['--dry-run delete --keep=3', { operation: 'delete', 'dry-run': 'true', keep: '3' }],
    ['delete --dry-run false', { operation: 'delete', 'dry-run': 'false' }],
    ['delete --include-workflows shared', { operation: 'delete', 'include-workflows': 'shared' }],
    ['create --body={"a":"b=c"}', { operation: 'create', body: '{"a":"b=c"}' }],
  ])('set inputs: %s', (line, inputs) => {
    expect(parseFlags(line.split(' '), known)).toEqual({ inputs, envFile: '.env', debug: false, help: false });
  });

  test('include flags that are not inputs', () => {
    const flags = parseFlags(['list', '--env-file', 'other.env', '--debug', '--help'], known);
    expect(flags).toEqual({ inputs: { operation: 'list' }, envFile: 'other.env', debug: true, help: true });
  });

  test.each([
    ['delete --dry_run', 'unknown flag "--dry_run", did you mean "--dry-run"?'],
    ['delete --dryrun', 'unknown flag "--dryrun", did you mean "--dry-run"?'],
    ['delete --preview', 'unknown flag "--preview", did you mean "--dry-run"?'],
    ['list --debgu', 'unknown flag "--debgu", did you mean "--debug"?'],
    ['list --colour', 'unknown flag "--colour". --help lists all flags'],
    ['get --webhook-id', '--webhook-id needs a value: --webhook-id VALUE'],
    ['get --webhook-id --debug', '--webhook-id needs a value: --webhook-id VALUE'],
    ['get orders', 'expected one operation, got get orders'],
  ])('are refused: %s', (line, message) => {
    expect(() => parseFlags(line.split(' '), known)).toThrow(new Error(message));
  });
});

test.each([
  [{ npm_config_dry_run: 'true' }, ['--dry-run']],
  [{ npm_config_dryrun: 'true', npm_config_keep: '3' }, ['--keep', '--dry-run']],
  [{ npm_config_debug: 'true' }, ['--debug']],
  [{ npm_config_yes: '', npm_config_dry_run: '', npm_config_cache: '/x', dry_run: 'true' }, []],
])('finds the flags that npm consumed: %j', (environment, flags) => {
  expect(flagsTakenByNpm(environment, known)).toEqual(flags);
});
