#!/bin/sh
# The main job, visibly: issue e-visas, print them, film them, decide at the booth, record.
#   sh samples/demo.sh                 installs what is missing, builds, runs
#   BUILD=DIR sh samples/demo.sh --no-install   with a build that is there
# Everything it makes lies in out/demo; every person, key and number in it is invented.
set -eu
cd "$(dirname "$0")/.."
if [ "${1:-}" != --no-install ]; then
  sh tests/install.sh
  cmake --preset release >/dev/null
  cmake --build --preset release --target evisa-issuer evisa-verifier evisa-kiosk evisa-camera-simulator evisa-sample-forger
fi
bin=${BUILD:-build/release}/bin
out=out/demo
rm -rf "$out"; mkdir -p "$out/video"
printf 'demo passphrase, for invented keys only\n' >"$out/passphrase"
chmod 600 "$out/passphrase"
pass="--passphrase-file $out/passphrase"
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$(printf '\033[1m'); plain=$(printf '\033[0m'); else bold= plain=; fi
scene() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
run() { printf '$ %s\n' "$*" | sed "s#$bin/##g; s#$pass ##g"; "$@"; }

# A verdict that is not the expected one ends the demo: it is a test as well.
expect() {
  wanted_code=$1 wanted_word=$2; shift 2
  printf '$ %s\n' "$*" | sed "s#$bin/##g; s#$pass ##g"
  code=0; "$@" >"$out/last.txt" 2>&1 || code=$?
  cat "$out/last.txt"
  if [ "$code" -ne "$wanted_code" ] || ! grep -q "$wanted_word" "$out/last.txt"; then
    echo "demo: error: expected $wanted_word and exit code $wanted_code, found $code" >&2; exit 1
  fi
}
film() { # NAME PAGE OPTIONS...
  name=$1 page=$2; shift 2
  "$bin/evisa-camera-simulator" "$page" --out "$out/video/$name.avi" --frames 24 "$@"
}

scene "1. The issuance office makes its keys (test-marked) and issues e-visas"
# shellcheck disable=SC2086
run "$bin/evisa-issuer" init --home "$out/office" $pass --at 2026-10-01T06:00:00Z
# shellcheck disable=SC2086
run "$bin/evisa-issuer" issue samples/applications/demo.jsonl --home "$out/office" --out "$out/visas" $pass --at 2026-11-01T06:00:00Z
# shellcheck disable=SC2086
run "$bin/evisa-issuer" bundle --home "$out/office" --out "$out/usb" $pass --at 2026-11-20T09:30:00Z

scene "2. Booths: a key each, and the trust bundle from a USB stick"
for booth in ALA:03 NQZ:01 CIT:01; do
  home=$out/booth-${booth%:*}-${booth#*:}
  # shellcheck disable=SC2086
  run "$bin/evisa-kiosk" init --home "$home" --airport "${booth%:*}" --booth "${booth#*:}" \
    --authority "$out/office/authority.pub" $pass
  run "$bin/evisa-kiosk" bundle "$out/usb/trust.bundle" --home "$home"
done
