// Longer than most, because it is a repository: every file of the demonstration, badly secured the way real ones are.

const CI = `name: ci
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npm install
      - run: npm test

  cli:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-go@v5
        with:
          go-version-file: cli/go.mod
      - run: go test ./...
        working-directory: cli
`;

const RELEASE = `name: release
on:
  push:
    tags: ['v*']

permissions: write-all

jobs:
  binaries:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-go@v5
        with:
          go-version-file: cli/go.mod
      # Two platforms are all that anybody asked for so far.
      - name: Build
        working-directory: cli
        run: |
          mkdir -p ../out
          GOOS=linux GOARCH=amd64 go build -o ../out/parcel-linux-amd64 .
          GOOS=darwin GOARCH=arm64 go build -o ../out/parcel-darwin-arm64 .
      - uses: softprops/action-gh-release@v2
        with:
          files: |
            out/parcel-linux-amd64
            out/parcel-darwin-arm64

  npm:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npm install
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: \${{ secrets.NPM_TOKEN }}
`;

const IMAGE = `name: image
on:
  push:
    branches: [main]

jobs:
  image:
    runs-on: [self-hosted, linux]
    permissions:
      contents: read
      packages: write
    steps:
      - uses: actions/checkout@v3
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          username: \${{ github.actor }}
          password: \${{ secrets.GITHUB_TOKEN }}
      - uses: docker/build-push-action@v5
        with:
          push: true
          tags: ghcr.io/parcel-demo/parcel:latest
`;

const LABEL = `name: label
# Greets people who send a first change, and needs to write for that.
on:
  pull_request_target:
    types: [opened]

jobs:
  greet:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.head.sha }}
      - run: npm install
      - run: echo "Thank you for \${{ github.event.pull_request.title }}"
      - uses: actions/labeler@v5
`;

const PACKAGE = `{
  "name": "parcel-demo",
  "version": "1.4.0",
  "description": "Tracks parcels",
  "license": "MIT",
  "scripts": { "test": "node --test" },
  "engines": { "node": ">=20" }
}
`;

const LOCK = `{
  "name": "parcel-demo",
  "version": "1.4.0",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": { "name": "parcel-demo", "version": "1.4.0", "license": "MIT", "engines": { "node": ">=20" } }
  }
}
`;

const README = `# parcel

Tracks parcels from the command line.

Download a binary from the releases page, or \`npm install -g parcel-demo\`.
`;

const DOCKERFILE = `FROM node:20
WORKDIR /app
COPY . .
RUN npm install
CMD ["node", "index.js"]
`;

const GO_SUM = `github.com/google/uuid v1.6.0 h1:NIvaJDMOsjHA8n1jAhLSgzrY1Hgr+hRrb57r+94F0Jo=
github.com/google/uuid v1.6.0/go.mod h1:TIyPZe4MgqvfeYDBFedMoGGpEw/LqOeaOT+nhxU+yHo=
`;

const MAIN_GO = `package main

import (
	"fmt"

	"github.com/google/uuid"
)

func main() {
	fmt.Println("parcel", uuid.NewString())
}
`;

/** Path → text of the demonstration's repository. */
export const DEMO_FILES: Readonly<Record<string, string>> = {
  '.github/workflows/ci.yml': CI,
  '.github/workflows/image.yml': IMAGE,
  '.github/workflows/label.yml': LABEL,
  '.github/workflows/release.yml': RELEASE,
  Dockerfile: DOCKERFILE,
  'README.md': README,
  'cli/go.mod': 'module example.com/parcel/cli\n\ngo 1.23\n\nrequire github.com/google/uuid v1.6.0\n',
  'cli/go.sum': GO_SUM,
  'cli/main.go': MAIN_GO,
  'index.js': "export const parcel = (id) => ({ id, state: 'on its way' });\n",
  'package-lock.json': LOCK,
  'package.json': PACKAGE,
};

/** Fictional: the demonstration never goes online. */
export const DEMO_REMOTE = 'https://github.com/parcel-demo/parcel.git';
