import { LOOSE, STRICT, withFlag } from './strictness.ts';
import { nearest } from './surroundings.ts';
import type { Toolchain } from './toolchain.ts';

/** Helm charts and Terraform modules. */
export const helm: Toolchain = {
  name: 'helm',
  manifests: [
    { id: 'helm', manifests: ['Chart.yaml'], lockfiles: ['Chart.lock'], nested: 'own' },
    {
      id: 'terraform',
      manifests: ['main.tf', 'versions.tf', '*.tf'],
      lockfiles: ['.terraform.lock.hcl'],
      nested: 'own',
    },
  ],
  builds: [
    { run: 'helm package', purpose: 'build' },
    { run: 'helm lint|template|unittest|test', purpose: 'test' },
    { run: 'ct lint|install|lint-and-install', purpose: 'test' },
    { run: 'terraform|tofu validate|plan|test', purpose: 'test' },
  ],
  installs: [
    { run: 'helm dependency|dep build', ecosystem: 'helm', judge: () => STRICT },
    {
      run: 'helm dependency|dep update|up',
      ecosystem: 'helm',
      judge: (_, around) =>
        nearest(around, ['Chart.lock']) === null
          ? LOOSE
          : { strict: false, strictForm: around.text.replace(/(?<=\s)(?:update|up)(?=\s|$)/, 'build') },
    },
    {
      run: 'terraform|tofu init',
      ecosystem: 'terraform',
      judge: (invocation, around) => {
        if (invocation.options.includes('-lockfile=readonly')) return STRICT;
        return nearest(around, ['.terraform.lock.hcl']) === null
          ? LOOSE
          : withFlag(around.text, 'init', '-lockfile=readonly');
      },
    },
  ],
  publishes: [
    { run: 'helm push|cm-push', kind: 'helm' },
    { run: 'cr upload|index', kind: 'helm' },
  ],
  publishActions: {
    'helm/chart-releaser-action': () => 'helm',
    'stefanprodan/helm-gh-pages': () => 'helm',
    'appany/helm-oci-chart-releaser': () => 'helm',
  },
  buildActions: ['helm/chart-testing-action', 'helm/chart-releaser-action'],
};
