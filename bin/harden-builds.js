#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 17)) {
  process.stderr.write(`harden-builds needs Node 20.17 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}
// Colour libraries decide once, at import, and none of them reads NO_COLOR.
if (process.env.NO_COLOR) process.env.FORCE_COLOR = '0';
// Unset, React loads its development build.
process.env.NODE_ENV = 'production';
const { main } = await import('../dist/cli/main.js');
process.exitCode = await main(process.argv.slice(2));
