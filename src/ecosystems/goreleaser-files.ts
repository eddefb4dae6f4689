import { type TextFiles, textAt } from '../model/files.ts';
import { isRecord } from '../model/is-record.ts';
import type { Step } from '../workflow/workflow-file.ts';
import { readYaml } from '../workflow/yaml-source.ts';
import { dataOf, rootView } from '../workflow/yaml-view.ts';

export const GORELEASER_CONFIGS: readonly string[] = [
  '.goreleaser.yaml',
  '.goreleaser.yml',
  'goreleaser.yaml',
  'goreleaser.yml',
  '.config/goreleaser.yaml',
  '.config/goreleaser.yml',
];

export type GoreleaserFiles =
  | { readonly known: true; readonly checksums: string; readonly folder: string }
  | { readonly known: false; readonly because: string };

/**
 * Where GoReleaser leaves the list of checksums of everything it uploads (goreleaser.com, "Checksums"): `checksum.name_template` in `dist`.
 * A name with a template in it becomes a pattern.
 */
export function goreleaserFiles(step: Step, texts: TextFiles): GoreleaserFiles {
  const unclear = (because: string): GoreleaserFiles => ({ known: false, because });
  const [workdir = '', args = ''] = [step.with.workdir?.value, step.with.args?.value];
  if (/[$]/.test(workdir) || /(?:^|\s)(?:-f|--config)\b/.test(args))
    return unclear('GoReleaser is given another configuration');
  const base = workdir.replace(/^\.\/?/, '').replace(/\/+$/, '');
  const path = GORELEASER_CONFIGS.map((name) => (base === '' ? name : `${base}/${name}`)).find(
    (name) => textAt(texts, name) !== null,
  );
  const file = path === undefined ? null : textAt(texts, path);
  if (file === null) return unclear('the configuration of GoReleaser is not in the repository');
  const yaml = readYaml(file.path, file.text);
  if (!yaml.ok) return unclear(`${file.path} cannot be read`);
  const config = dataOf(rootView(yaml.source));
  if (!isRecord(config)) return unclear(`${file.path} cannot be read`);
  if (config.includes !== undefined || config.partial !== undefined)
    return unclear(`${file.path} includes other files`);
  const checksum = isRecord(config.checksum) ? config.checksum : {};
  if (checksum.disable !== undefined && checksum.disable !== false)
    return unclear('GoReleaser is told to write no checksums');
  if (checksum.split === true) return unclear('GoReleaser writes one file of checksums for each file');
  if (/^sha(?:224|384|1)$|blake|md5|crc|sha3/.test(String(checksum.algorithm ?? 'sha256')))
    return unclear(`the checksums are ${String(checksum.algorithm)}, which attestations do not name`);
  const dist = typeof config.dist === 'string' ? config.dist : 'dist';
  if (/[{}$]/.test(dist) || dist.startsWith('/')) return unclear('the folder of GoReleaser is computed');
  const name =
    typeof checksum.name_template === 'string'
      ? checksum.name_template
      : '{{ .ProjectName }}_{{ .Version }}_checksums.txt';
  const folder = [base, dist.replace(/^\.\//, '').replace(/\/+$/, '')].filter((part) => part !== '').join('/');
  const pattern = name.replace(/\{\{.*?\}\}/g, '*').replace(/\*[_.-]*(?=\*)/g, '');
  return /^[\w.*-]+$/.test(pattern) && pattern.replaceAll('*', '').length > 3
    ? { known: true, checksums: `${folder}/${pattern}`, folder }
    : unclear(`the name of the checksums, "${name}", says nothing fixed`);
}
