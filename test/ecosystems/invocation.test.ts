import { describe, expect, it } from 'vitest';
import { matches } from '../../src/ecosystems/command-pattern.ts';
import { hasOption, invocationsOf, isSurelyGiven } from '../../src/ecosystems/invocation.ts';

const parse = (line: string) => {
  const [name = '', ...args] = line.split(' ');
  return invocationsOf({ name, args });
};
const programs = (line: string) => parse(line).map(({ program, words }) => [program, ...words].join(' '));

describe('what a command line runs', () => {
  it.each([
    ['./gradlew publish', ['gradlew publish']],
    ['gradlew.bat build', ['gradlew build']],
    ['pnpm --filter app publish', ['pnpm publish']],
    ['npx semantic-release@25.0.1', ['npx semantic-release@25.0.1', 'semantic-release']],
    ['npx -y -p tool @changesets/cli@2 publish', ['npx tool @changesets/cli@2 publish', '@changesets/cli publish']],
    ['pnpm exec changeset publish', ['pnpm exec changeset publish', 'changeset publish']],
    ['python -m twine upload dist/*', ['python twine upload dist/*', 'twine upload dist/*']],
    ['python script.py -m x', ['python script.py x']],
    ['uv run --group test pytest -x', ['uv run pytest', 'pytest']],
    ['uvx --from build pyproject-build', ['uvx build pyproject-build', 'pyproject-build']],
    ['poetry run python -m build', ['poetry run python build', 'python build', 'build']],
    ['bundle exec rake release', ['bundle exec rake release', 'rake release']],
    ['pipx run twine==6.1.0 upload x', ['pipx run twine==6.1.0 upload x', 'twine upload x']],
    ['uv tool run twine upload x', ['uv tool run twine upload x', 'twine upload x']],
    ['npm run build', ['npm run build']],
    ['gh release create -R o/r v1 a.zip', ['gh release create v1 a.zip']],
  ])('%s', (line, expected) => {
    const found = programs(line);
    expect(found[0]?.split(' ')[0]).toBe(expected[0]?.split(' ')[0]);
    expect(found.at(-1)).toBe(expected.at(-1));
    expect(found).toHaveLength(expected.length);
  });

  it('ends on wrappers that wrap each other for ever', () => {
    expect(parse(Array.from({ length: 50 }, () => 'npx').join(' ')).length).toBeLessThanOrEqual(5);
  });
});

describe('options', () => {
  it('tells a set, an unset and a computed flag apart', () => {
    const given = (line: string) => parse(line)[0]!;
    expect(hasOption(given('docker build --push'), '--push')).toBe(true);
    expect(hasOption(given('docker build --push=false'), '--push')).toBe(false);
    expect(isSurelyGiven(given('npm publish --dry-run'), '--dry-run')).toBe(true);
    expect(isSurelyGiven(given('npm publish --dry-run=$DRY'), '--dry-run')).toBe(false);
  });
});

describe('rows', () => {
  const fits = (run: string, line: string) => matches({ run }, parse(line)[0]!);
  it('matches words in order, with alternatives, wildcards and gaps', () => {
    expect(fits('npm|pnpm publish', 'pnpm publish --tag next')).toBe(true);
    expect(fits('npm publish', 'npm run publish')).toBe(false);
    expect(fits('mvn … deploy', 'mvn -B clean deploy')).toBe(true);
    expect(fits('mvn … deploy', 'mvn -B clean install')).toBe(false);
    expect(fits('gradle … *:publish*', 'gradle :lib:publishAll')).toBe(true);
    expect(fits('cargo +* build', 'cargo +nightly build')).toBe(true);
  });
});
