import { describe, expect, it, test } from 'vitest';
import { environmentWrites } from '../../src/ecosystems/environment-writes.ts';
import { everyAssignment, isComputed, isConstant, variablesIn, writtenIn } from '../../src/ecosystems/script-values.ts';

test('variables of every shell, and no expression', () => {
  expect(variablesIn('echo "$A ${B} ${B:-x} $env:C %D% ${{ github.head_ref }} $(cmd) $1"')).toEqual([
    'A',
    'B',
    'C',
    'D',
  ]);
});

test('assignments as they are written, commands included', () => {
  const script = 'A="$B"\nexport A=c\nA=$(date)\nAA=d\n$A = "e"';
  expect(everyAssignment(script, 'A')).toEqual(['"$B"', 'c', '$(date)', '"e"']);
});

test.each([
  ['"v1.2"', 'constant'],
  ['yes" ', 'constant'],
  ['$(date)', 'computed'],
  ['`date`', 'computed'],
  ['$((1 + 2))', 'neither'],
  ['$A', 'neither'],
  ['', 'neither'],
])('%s is %s', (value, kind) => {
  expect([isConstant(value), isComputed(value)]).toEqual([kind === 'constant', kind === 'computed']);
});

describe('writtenIn', () => {
  it.each([
    ['echo "name=$A" >> $GITHUB_OUTPUT', ['$A" ']],
    ['echo name=$A >> $GITHUB_OUTPUT', ['$A ']],
    ['echo "Name=$A" >> $GITHUB_OUTPUT', ['$A" ']],
    ['echo "rename=$A" >> $GITHUB_OUTPUT', []],
    ['echo "name=$(date)" >> $GITHUB_OUTPUT', ['$(date)" ']],
    ['echo "::set-output name=name::$A"', ['$A"']],
    ['echo "name=$A" >> $GITHUB_ENV', []],
  ])('%s', (script, values) => {
    expect(writtenIn(script, 'GITHUB_OUTPUT', 'name')).toEqual(values);
  });

  it('reads values of several lines', () => {
    const script = 'echo "name<<EOF" >> $GITHUB_OUTPUT\necho "$A" >> $GITHUB_OUTPUT\necho EOF >> $GITHUB_OUTPUT';
    expect(writtenIn(script, 'GITHUB_OUTPUT', 'name').join()).toContain('$A');
  });
});

describe('environmentWrites', () => {
  it.each([
    ['echo a >> "$GITHUB_ENV"', ['GITHUB_ENV 0']],
    ['echo a > x\necho b >> $GITHUB_PATH', ['GITHUB_PATH 1']],
    ['"a=b" | Out-File -FilePath $env:GITHUB_ENV -Append', ['GITHUB_ENV 0']],
    ['{\n  echo a\n  echo b\n} >> "$GITHUB_OUTPUT"', ['GITHUB_OUTPUT 1', 'GITHUB_OUTPUT 2']],
    ['cat <<EOF >> $GITHUB_ENV\na=b\nEOF\necho c', ['GITHUB_ENV 1']],
    ['echo "a<<EOF" >> $GITHUB_ENV\necho b >> $GITHUB_ENV', ['GITHUB_ENV 0', 'GITHUB_ENV 1']],
    ['cat "$GITHUB_ENV"', []],
    ['echo', []],
  ])('%j', (script, expected) => {
    expect(environmentWrites(script).map(({ file, line }) => `${file} ${line}`)).toEqual(expected);
  });
});
