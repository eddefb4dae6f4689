import { expect, test } from 'vitest';
import { subjectPaths, valuesOfWord, type WordSite } from '../../src/ecosystems/subject-paths.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';

const PATH = '.github/workflows/release.yml';

/** The site of a word in the last step of a job with the environment of all three kinds. */
function siteOf(script: string | null, directory: string | null = ''): WordSite {
  const text = `on: push
env: { TOP: top }
jobs:
  work:
    runs-on: ubuntu-24.04
    env: { NAME: app }
    steps:
      - run: echo "LATER=1" >> "$GITHUB_ENV"
      - env: { TAG: '\${{ github.event.release.tag_name }}' }
        run: echo
`;
  const [workflow] = workflowsIn({ [PATH]: { path: PATH, mode: '100644', text } }).workflows;
  const job = workflow?.jobs[0];
  const step = job?.steps[1];
  if (workflow === undefined || job === undefined || step === undefined) throw new Error('the sample is not read');
  return { workflow, job, step, directory, script };
}

test.each([
  ['dist/app', ['dist/app']],
  ['./dist/*.zip', ['dist/*.zip']],
  ['dist/**/*.zip', ['dist/*/*.zip']],
  ['dist/app.{tgz,zip}', ['dist/app.tgz', 'dist/app.zip']],
  ['app-$TAG.tgz', ['app-${{ github.event.release.tag_name }}.tgz']],
  ['${NAME}-$TOP', ['${{ env.NAME }}-${{ env.TOP }}']],
  ['app-$LATER', ['app-${{ env.LATER }}']],
  ['$GITHUB_WORKSPACE/app', ['${{ github.workspace }}/app']],
  ['app-${{ env.TAG }}', ['app-${{ github.event.release.tag_name }}']],
  ['a/../b', ['b']],
])('%s can be said as %j', (word, paths) => {
  expect(subjectPaths(word, siteOf(''))).toEqual(paths);
});

test.each([
  '$UNSEEN',
  '$(ls dist)',
  '`ls`',
  '../app',
  '../../x',
  'dist/',
  '!dist/a',
  'a b|c',
  '@(a|b)',
  '${NAME%x}',
  '-x',
])('%s cannot be said', (word) => {
  expect(subjectPaths(word, siteOf(''))).toBeNull();
});

test('names start from the folder of the script', () => {
  expect(subjectPaths('../app.zip', siteOf('', 'out/x'))).toEqual(['out/app.zip']);
  expect(subjectPaths('$NAME.zip', siteOf('', 'out'))).toEqual(['out/${{ env.NAME }}.zip']);
  expect(subjectPaths('app.zip', siteOf('', null))).toBeNull();
});

test('the variable of a loop stands for each of its words, one that is assigned once for its value', () => {
  expect(valuesOfWord('x-$f', siteOf('for f in a "b"; do\n  up "$f"\ndone'))).toEqual(['x-a', 'x-b']);
  expect(valuesOfWord('$f', siteOf('for f in $(ls); do up "$f"; done'))).toBeNull();
  expect(valuesOfWord('$FILE', siteOf('FILE="app-$TAG.zip"'))).toEqual([
    'app-${{ github.event.release.tag_name }}.zip',
  ]);
  expect(valuesOfWord('$FILE', siteOf('FILE=a\nFILE=b'))).toBeNull();
  expect(valuesOfWord('$FILE', siteOf('FILE=$(mktemp)'))).toBeNull();
});

test('an input is taken as it is, without a shell', () => {
  expect(subjectPaths('dist/**/app', siteOf(null))).toEqual(['dist/**/app']);
  expect(subjectPaths('$NAME', siteOf(null))).toBeNull();
});
