#!/usr/bin/env node
// CommonJS, so that `--version` is answered before Node sets up its loader of ES modules.
const argv = process.argv.slice(2);

function start() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 17)) {
    process.stderr.write(`harden-builds needs Node 20.17 or newer; this is ${process.versions.node}.\n`);
    process.exit(2);
  }
  // Colour libraries decide once, at import, and none of them reads NO_COLOR.
  if (process.env.NO_COLOR) process.env.FORCE_COLOR = '0';
  // Unset, React loads its development build.
  process.env.NODE_ENV = 'production';
  // A run is over before V8's optimising compiler pays for itself: compile everything once, cheaply, and optimise only what
  // stays hot. Measured on 50 and 200 workflows, a third less CPU time. A V8 without a flag passes over it.
  const { setFlagsFromString } = require('node:v8');
  setFlagsFromString('--sparkplug');
  setFlagsFromString('--interrupt-budget=2000000');
  return import('../dist/cli/main.js')
    .then(({ main }) => main(argv))
    .then((exitCode) => {
      process.exitCode = exitCode;
    });
}

function saysVersion() {
  if (argv.length !== 1 || (argv[0] !== '--version' && argv[0] !== '-V')) return false;
  const { readFileSync, writeSync } = require('node:fs');
  const { version } = JSON.parse(readFileSync(`${__dirname}/../package.json`, 'utf8'));
  try {
    writeSync(1, `${version}\n`);
    return true;
  } catch (error) {
    // A reader that left has what it wanted; one that is not ready is waited for by the program itself.
    return error.code === 'EPIPE';
  }
}

if (!saysVersion()) start();
