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
  cmake --build --preset release --target programs
fi
bin=${BUILD:-build/release}/bin
out=${OUT:-out/demo}
rm -rf "$out"; mkdir -p "$out/video"
printf 'demo passphrase, for invented keys only\n' >"$out/passphrase"
chmod 600 "$out/passphrase"
pass="--passphrase-file $out/passphrase"
lists="--countries samples/rules/countries.csv"  # the annexes of 2019 and Brazil, which they do not list
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$(printf '\033[1m'); plain=$(printf '\033[0m'); else bold= plain=; fi
scene() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
run() { printf '$ %s\n' "$*" | sed "s#$bin/##g; s# $pass##g"; "$@"; }

# A verdict that is not the expected one ends the demo: it is a test as well.
expect() {
  wanted_code=$1 wanted_word=$2; shift 2
  printf '$ %s\n' "$*" | sed "s#$bin/##g; s# $pass##g"
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

# The page that was issued for an application: NAME APPLICATION_NUMBER
page_of() {
  "$bin/evisa-issuer" show --application "$1" --home "$out/office" --json >"$out/record.json"
  echo "$out/visas/$(sed -n 's/.*"visa_number": *"\([0-9]*\)".*/\1/p' "$out/record.json" | head -n 1).pdf"
}
# CODE WORD BOOTH FILM PASSPORT INSTANT MORE...: one traveller at a booth, and the verdict expected
kiosk() {
  code=$1 word=$2 booth=$3 video=$4 passport=$5 at=$6; shift 6
  # shellcheck disable=SC2086
  expect "$code" "$word" "$bin/evisa-kiosk" --home "$out/booth-$booth" --airport "${booth%-*}" \
    --booth "${booth#*-}" --source "$out/video/$video.avi" \
    --passport-mrz "@samples/passports/$passport.mrz" --at "$at" $pass "$@"
}

scene "1. The issuance office makes its keys (test-marked) and issues e-visas; one application is refused"
# shellcheck disable=SC2086
run "$bin/evisa-issuer" init --home "$out/office" $pass --at 2026-10-01T06:00:00Z
# shellcheck disable=SC2086
expect 1 16546778150011 "$bin/evisa-issuer" issue samples/applications/demo.jsonl $lists --home "$out/office" \
  --out "$out/visas" $pass --at 2026-10-01T07:00:00Z
# shellcheck disable=SC2086
run "$bin/evisa-issuer" bundle $lists --home "$out/office" --out "$out/usb" $pass --at 2026-11-20T09:59:00Z

scene "2. Booths in Almaty and Shymkent: a key each, and the trust bundle from a USB stick"
for booth in ALA-03 CIT-01; do
  # shellcheck disable=SC2086
  run "$bin/evisa-kiosk" init --home "$out/booth-$booth" --airport "${booth%-*}" --booth "${booth#*-}" \
    --authority "$out/office/authority.pub" $pass
  run "$bin/evisa-kiosk" bundle "$out/usb/trust.bundle" --home "$out/booth-$booth"
done

scene "3. A Chinese tourist, the print-out filmed at an angle, the passport's MRZ typed: admitted"
film lyu "$(page_of 16546778150001)" --rotation 12 --tilt 14 --blur 0.7 --noise 1500
kiosk 0 RECORDED ALA-03 lyu lyu 2026-11-20T10:00:00Z --record --officer KZ-117

scene "4. The same paper again, twenty minutes later: refused as used"
kiosk 1 ENTRY_OPEN_STAY ALA-03 lyu lyu 2026-11-20T10:20:00Z --record --officer KZ-117

scene "5. A name too long for the MRZ, print-out turned by 200 degrees in poor light: admitted"
film krishnamoorthy "$(page_of 16546778150005)" --rotation 200 --light 0.5 --noise 800
kiosk 0 RECORDED ALA-03 krishnamoorthy krishnamoorthy 2026-11-20T10:25:00Z --record --officer KZ-117

scene "6. A copy of Ravi Sharma's code, shown with another passport: refused"
film sharma "$(page_of 16546778150002)"
kiosk 1 PASSPORT_NUMBER_MISMATCH ALA-03 sharma nomvula 2026-11-20T10:30:00Z --record --officer KZ-117

scene "7. A forger changes one character of a genuine code: refused as invalid"
text=$("$bin/evisa-verifier" read "$(page_of 16546778150002)" --json | sed -n 's/.*"text": *"\(KZV1[A-Z2-7]*\)".*/\1/p' | head -n 1)
case $text in *A??????????) changed=B ;; *) changed=A ;; esac
"$bin/evisa-sample-forger" "$(echo "$text" | sed "s/.\(..........\)\$/$changed\1/")" "$out/forged.png"
film forged "$out/forged.png"
kiosk 1 SEAL_INVALID ALA-03 forged sharma 2026-11-20T10:35:00Z --record --officer KZ-117

scene "8. A visa whose last day has passed: refused as expired"
film almeida "$(page_of 16546778150010)"
kiosk 1 VISA_EXPIRED ALA-03 almeida almeida 2026-11-20T10:40:00Z --record --officer KZ-117

scene "9. A good visa at an airport outside the list: second look"
film goncalves "$(page_of 16546778150003)"
kiosk 1 CHECKPOINT_OTHER_AIRPORT CIT-01 goncalves goncalves 2026-11-20T10:45:00Z

scene "10. The airline asks before boarding, and learns no more than it needs"
expect 0 BOARD "$bin/evisa-verifier" inspect "$(page_of 16546778150007)" \
  --passport-mrz @samples/passports/van-der-merwe.mrz --direction boarding --airport ALA \
  --at 2026-11-20T10:00:00Z --arrival 2026-11-21T09:00:00Z \
  --log "$out/booth-ALA-03/crossings.sqlite" \
  --bundle "$out/usb/trust.bundle" --authority "$out/office/authority.pub" --carrier

scene "11. Weeks later, a new bundle, and the tourist leaves five days too late: let out, on record"
# shellcheck disable=SC2086
run "$bin/evisa-issuer" bundle $lists --home "$out/office" --out "$out/usb" $pass --at 2026-12-24T05:00:00Z
run "$bin/evisa-kiosk" bundle "$out/usb/trust.bundle" --home "$out/booth-ALA-03"
kiosk 1 OVERSTAY ALA-03 lyu lyu 2026-12-24T05:20:00Z --direction exit --record --officer KZ-204 \
  --reason "overstay protocol drawn up"

scene "12. The booth's log: signed, chained, complete"
run "$bin/evisa-verifier" log verify "$out/booth-ALA-03/crossings.sqlite" --booth "ALA-03=$out/booth-ALA-03/booth.pub"

BIN=$bin OUT=$out PASS=$pass sh samples/demo_airports.sh

printf '\nThe e-visas are in %s, the films in %s, the bundle in %s.\n' "$out/visas" "$out/video" "$out/usb"
