#!/bin/sh
# The service's API and pages against the programs in BIN: sh tests/web/run.sh BIN [pages]
# With `pages` also every screen in every language and size, with its picture in build/browser.
set -eu
BIN=$(cd "$1" && pwd)
export BIN
cd "$(dirname "$0")"
[ -d node_modules ] && [ node_modules -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error
node --test-reporter=spec suite.mjs
[ "${2:-}" != pages ] || for one in pages_check booth_shots; do node --test-reporter=spec $one.mjs; done
