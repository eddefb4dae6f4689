import { pipenvInstall, pipInstall, poetryInstall, uvRun, uvSync } from './python-installs.ts';
import { areRehearsed } from './rehearsal.ts';
import { LOOSE, STRICT } from './strictness.ts';
import type { Toolchain } from './toolchain.ts';

/** Python projects, with pip, uv, Poetry and Hatch. */
export const python: Toolchain = {
  name: 'python',
  manifests: [
    { id: 'uv', manifests: ['pyproject.toml'], lockfiles: ['uv.lock'], nested: 'member' },
    { id: 'poetry', manifests: ['pyproject.toml'], lockfiles: ['poetry.lock'], nested: 'own' },
    { id: 'hatch', manifests: ['pyproject.toml', 'hatch.toml'], lockfiles: [], nested: 'own' },
    {
      id: 'pip',
      manifests: ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'requirements*.txt', 'Pipfile'],
      lockfiles: ['pylock.toml', 'Pipfile.lock', 'pdm.lock'],
      nested: 'own',
    },
  ],
  builds: [
    { run: 'build|pyproject-build|cibuildwheel|maturin|pyinstaller|nuitka|flit|scikit-build', purpose: 'build' },
    { run: 'uv|poetry|hatch|pdm|flit|maturin|hatchling build|develop', purpose: 'build' },
    { run: 'python|python3|py setup.py bdist_wheel|sdist|build|build_ext|test', purpose: 'build' },
    { run: 'pip|pip3 wheel', purpose: 'build' },
    { run: 'pytest|py.test|tox|nox|unittest|coverage|mypy|pyright|ruff|green|stestr', purpose: 'test' },
    { run: 'hatch test|run|fmt', purpose: 'test' },
  ],
  installs: [
    { run: 'pip|pip3 install|sync', ecosystem: 'pip', judge: pipInstall },
    { run: 'uv pip install|sync', ecosystem: 'pip', judge: pipInstall },
    { run: 'uv sync', ecosystem: 'uv', judge: uvSync },
    { run: 'uv run', ecosystem: 'uv', judge: uvRun },
    { run: 'poetry install|sync', ecosystem: 'poetry', judge: poetryInstall },
    { run: 'pipenv sync', ecosystem: 'pip', judge: () => STRICT },
    { run: 'pipenv install', ecosystem: 'pip', judge: pipenvInstall },
    { run: 'pdm install', only: ['--frozen-lockfile', '--frozen'], ecosystem: 'pip', judge: () => STRICT },
    { run: 'pdm install', ecosystem: 'pip', judge: () => LOOSE },
    { run: 'pdm sync', ecosystem: 'pip', judge: () => STRICT },
  ],
  publishes: [
    { run: 'twine upload', kind: 'pypi' },
    { run: 'uv publish', unless: ['--dry-run'], kind: 'pypi' },
    { run: 'poetry publish', unless: ['--dry-run'], kind: 'pypi' },
    { run: 'hatch|flit|pdm|maturin publish|upload', kind: 'pypi' },
    { run: 'python|python3|py setup.py … upload', kind: 'pypi' },
    { run: 'python-semantic-release|semantic-release publish', kind: 'pypi' },
  ],
  publishActions: {
    'pypa/gh-action-pypi-publish': ({ with: given }) =>
      areRehearsed((given['repository-url'] ?? given.repository_url)?.value ?? '') ? null : 'pypi',
    'pyo3/maturin-action': (step) => (/^(?:upload|publish)$/.test(step.with.command?.value ?? '') ? 'pypi' : null),
    'python-semantic-release/publish-action': () => 'binaries',
  },
  buildActions: [
    'pypa/cibuildwheel',
    'pyo3/maturin-action',
    'hynek/build-and-inspect-python-package',
    'python-semantic-release/python-semantic-release',
  ],
};
