// What one command always loads together becomes one file. The loader of ES modules takes about a millisecond for each file it
// links, and a bundle that is split for a dozen commands has dozens of shared chunks: `check` loaded 36 of them.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';

const JOINED = 'core.js';
const IMPORT = /\bimport(?:\{([^}]*)\}from)?"(\.{1,2}\/[^"]+\.js)";/g;

/** Everything that these outputs import statically, themselves included. */
function closure(outputs, roots) {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    for (const { path: next, kind } of outputs[path].imports) {
      if (kind === 'import-statement' && outputs[next] !== undefined) visit(next);
    }
  };
  roots.forEach(visit);
  return [...found];
}

/**
 * Joins the shared chunks that some entry points (sources) load into one file of the folder and points every importer to it. What
 * `first` loads stays apart: it has to be there at once.
 * @throws when an import is written in a way that is not known here.
 */
export async function joinChunks({ outputs }, folder, first, entries, banner) {
  const outputOf = (source) => {
    const found = Object.keys(outputs).find((path) => outputs[path].entryPoint === source);
    if (found === undefined) throw new Error(`${source} is no entry point of the bundle`);
    return found;
  };
  const apart = new Set(closure(outputs, [outputOf(first)]));
  // Entry points stay as well: others ask for them by name.
  const chunks = closure(outputs, entries.map(outputOf)).filter(
    (path) => outputs[path].entryPoint === undefined && !apart.has(path),
  );
  const prefixes = new Map(chunks.map((path, index) => [resolve(path), `$${index.toString(36)}_`]));
  const lines = chunks.flatMap((path) => {
    const names = outputs[path].exports.map((name) => `${name} as ${prefixes.get(resolve(path))}${name}`);
    const from = JSON.stringify(`./${relative(folder, path).replaceAll('\\', '/')}`);
    return [`import ${from};`, ...(names.length === 0 ? [] : [`export { ${names.join(', ')} } from ${from};`])];
  });
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: resolve(folder) },
    outfile: `${folder}/${JOINED}`,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    minify: true,
    banner,
    logLevel: 'warning',
    plugins: [
      {
        name: 'only-these-chunks',
        setup({ onResolve }) {
          onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
            const at = resolve(resolveDir, path);
            return prefixes.has(at)
              ? undefined
              : { path: `./${relative(resolve(folder), at).replaceAll('\\', '/')}`, external: true };
          });
        },
      },
    ],
  });
  for (const path of Object.keys(outputs).filter((each) => each.endsWith('.js') && !prefixes.has(resolve(each)))) {
    const at = dirname(resolve(path));
    const core = `./${relative(at, resolve(folder, JOINED)).replaceAll('\\', '/')}`.replace(/^\.\/\.\.\//, '../');
    const text = readFileSync(path, 'utf8');
    const names = [];
    let joins = false;
    const rest = text.replace(IMPORT, (all, clause, from) => {
      const prefix = prefixes.get(resolve(at, from));
      if (prefix === undefined) return all;
      joins = true;
      if (clause)
        names.push(...clause.split(',').map((each) => `${prefix}${each}${each.includes(' as ') ? '' : ` as ${each}`}`));
      return '';
    });
    if (joins) writeFileSync(path, withImport(rest, `import{${names.join(',')}}from"${core}";`));
    if (chunks.some((chunk) => rest.includes(`/${relative(folder, chunk)}"`)))
      throw new Error(`${path} still asks for a joined chunk`);
  }
  for (const path of chunks) rmSync(path);
}

/** After the banner, which is the first line. */
const withImport = (text, line) => {
  const end = text.indexOf('\n') + 1;
  return text.slice(0, end) + line + text.slice(end);
};
