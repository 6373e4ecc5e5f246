#!/bin/sh
# The include test itself must fail where it should: an upward arrow, a foreign library, a signing verifier.
set -eu
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in visa crypto cli http db reader issuer verifier kiosk; do mkdir "$work/$folder"; done
check() {
  printf '%s\n' "$2" >"$work/$1"
  if sh "$source/tests/structure/includes.sh" "$work" >"$work/out" 2>&1; then
    echo "not found: $2 in $1"; exit 1
  fi
  rm "$work/$1"
}
check visa/a.h '#include "db/database.h"'
check db/b.cpp '#include "../issuer/issuing.h"'
check issuer/a.cpp '#include "verifier/inspection.h"'
check verifier/a.cpp '#include "crypto/seal_signer.h"'
check verifier/b.cpp '#include <opencv2/core.hpp>'
check db/a.cpp '#include <sodium.h>'
sh "$source/tests/structure/includes.sh" "$work"
