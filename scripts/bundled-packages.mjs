// What the bundle carries of others: their licences, and a bill of materials (SPDX 2.3).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE = /^(licen[cs]e|copying|notice)/i;

/** The packages that these bundled files belong to, each once, by name and version. */
function packagesOf(inputs) {
  const roots = new Set();
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) roots.add(match[1]);
  }
  const packages = [...roots].map((root) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const files = readdirSync(root)
      .filter((file) => LICENCE.test(file))
      .sort();
    const texts = files.map((file) => readFileSync(join(root, file), 'utf8').trim());
    return { name, version, licence: typeof license === 'string' ? license : 'NOASSERTION', texts };
  });
  const unique = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));
  return [...unique.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

const spdxId = (text) => `SPDXRef-${text.replace(/[^A-Za-z0-9.-]+/g, '-')}`;
const purl = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** Writes both beside the bundle. Without a date or a random id, so that the same lock file gives the same bytes. */
export function describeBundle(inputs, { name, version }, folder) {
  const packages = packagesOf(inputs);
  const missing = packages.filter(({ texts, licence }) => texts.length === 0 && licence === 'NOASSERTION');
  if (missing.length > 0) throw new Error(`no licence is known of ${missing.map((each) => each.name).join(', ')}`);
  const licences = packages.map((each) =>
    [`${each.name} ${each.version} (${each.licence})`, ...each.texts].join('\n\n'),
  );
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), `${licences.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
  const described = packages.map((each) => ({
    SPDXID: spdxId(`${each.name}-${each.version}`),
    name: each.name,
    versionInfo: each.version,
    downloadLocation: 'NOASSERTION',
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: each.licence,
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl(each) }],
  }));
  const own = {
    SPDXID: spdxId(name),
    name,
    versionInfo: version,
    downloadLocation: 'NOASSERTION',
    licenseDeclared: 'MIT',
  };
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${name}-${version}`,
    documentNamespace: `https://spdx.org/spdxdocs/${name}-${version}`,
    creationInfo: { created: '1970-01-01T00:00:00Z', creators: [`Tool: ${name}-${version}`] },
    packages: [own, ...described],
    relationships: [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: own.SPDXID },
      ...described.map(({ SPDXID }) => ({
        spdxElementId: own.SPDXID,
        relationshipType: 'CONTAINS',
        relatedSpdxElement: SPDXID,
      })),
    ],
  };
  writeFileSync(join(folder, 'bundled.spdx.json'), `${JSON.stringify(document, null, 1)}\n`);
}
