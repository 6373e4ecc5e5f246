#!/bin/sh
# Two airports and four booths as real processes on loopback: the link between the airports is cut,
# the same visa is used on both sides, the link heals, and both airports raise the alarm.
# Called by demo.sh with what it has made: BIN, OUT (office, films), PASS (passphrase options).
set -eu
# shellcheck disable=SC2086,SC1007 # $pass is two words
bin=$BIN out=$OUT pass=$PASS
air=$out/airports
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$(printf '\033[1m'); plain=$(printf '\033[0m'); else bold= plain=; fi
scene() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
run() { printf '$ %s\n' "$*" | sed "s#$bin/##g; s# $pass##g"; "$@"; }
die() { echo "demo: error: $*" >&2; exit 1; }

children=
# What was started here, and nothing else; a service that stops has finished what it acknowledged.
stop_all() { for child in $children; do kill "$child" 2>/dev/null || :; done; wait; }
trap stop_all EXIT
rm -rf "$air"; mkdir -p "$air"

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
  left=$1 what=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { cat "$air"/*.log >&2; die "$what did not happen"; }
    sleep 1
  done
}
# ask AIRPORT TOKEN METHOD PATH [BODY]: the answer's body; problems too.
ask() {
  curl --silent --show-error --max-time 10 -X "$3" -H "Authorization: Bearer $(cat "$air/$2.token")" \
    -H 'Content-Type: application/json' ${5:+--data "$5"} "http://127.0.0.1:$(cat "$air/$1.port")$4"
}
# A free port: the system gives one to a service that asks for none.
listens() { sed -n 's/.* listens on 127.0.0.1:\([0-9]*\).*/\1/p' "$air/$1.log" | grep . >"$air/$1.port"; }
start_airport() { # AIRPORT PEER PORT_OF_THE_LINE
  "$bin/evisa-verifier" serve --home "$air/$1" $pass --without-tls --port 0 \
    --peer "$2=http://127.0.0.1:$3" --peer-tokens "$air/$1-peers" >"$air/$1.access" 2>"$air/$1.log" &
  children="$children $!"
  wait_for 30 "the start of $1" listens "$1"
}
# The line between the airports: two relays, one for each direction. Cutting it ends them.
line=
lay_line() {
  for end in ALA NQZ; do
    socat "TCP-LISTEN:$(cat "$air/line-$end"),bind=127.0.0.1,reuseaddr,fork" "TCP:127.0.0.1:$(cat "$air/$end.port")" \
      2>/dev/null &
    line="$line $!"
  done
  children="$children $line"
}
cut_line() {
  for relay in $line; do  # stopped first: it takes no further call while its children end
    kill -STOP "$relay"; pkill -P "$relay" || :; kill -KILL "$relay"
  done
  line=
}
linked() { tail -n 1 "$air/$1.log" | grep -q 'is linked'; }
unlinked() { tail -n 1 "$air/$1.log" | grep -q 'is cut off'; }

# For the travellers it is one day, whatever day it is: seconds go on from 10:20.
began=$(date +%s)
clock() { date -u -d "2026-11-20T10:20:00Z + $(($(date +%s) - began)) seconds" +%Y-%m-%dT%H:%M:%SZ; }
# admit BOOTH FILM: the booth's verdict and record, with what its airport's service knows.
admit() {
  run "$bin/evisa-kiosk" --home "$air/booth-$1" --source "$out/video/$2.avi" \
    --passport-mrz "@samples/passports/$2.mrz" --at "$(clock)" --record --officer KZ-117 $pass \
    --service "http://127.0.0.1:$(cat "$air/${1%-*}.port")" --service-token "$air/$1.token" >"$air/verdict.txt" || :
  tail -n "${3:-3}" "$air/verdict.txt"
}
number_of() {
  "$bin/evisa-issuer" show --application "$1" --home "$out/office" --json |
    sed -n 's/.*"visa_number": *"\([0-9]*\)".*/\1/p' | head -n 1
}
alarms() { ask "$1" "$1-senior" GET '/v1/alarms?open=true'; }
alarmed() { alarms "$1" | grep -q DOUBLE_USE_CONFLICT; }
hash_of() { ask "$1" "$1-senior" GET /v1/events/hash; }
same_log() { [ "$(hash_of ALA)" = "$(hash_of NQZ)" ]; }

scene "A1. Almaty and Astana: a service each, two booths each, each knows the other's keys"
run "$bin/evisa-issuer" bundle --countries samples/rules/countries.csv --home "$out/office" --out "$air/usb" $pass --at 2026-11-20T09:59:00Z
for airport in ALA NQZ; do
  run "$bin/evisa-verifier" init --home "$air/$airport" --airport "$airport" --authority "$out/office/authority.pub" $pass >/dev/null
  "$bin/evisa-verifier" token create --role senior --subject KZ-900 --home "$air/$airport" --out "$air/$airport-senior.token"
  for number in 01 02; do
    "$bin/evisa-kiosk" init --home "$air/booth-$airport-$number" --airport "$airport" --booth "$number" \
      --authority "$out/office/authority.pub" $pass >/dev/null
    "$bin/evisa-kiosk" bundle "$air/usb/trust.bundle" --home "$air/booth-$airport-$number" >/dev/null
    "$bin/evisa-verifier" token create --role booth --subject "$airport-$number" --home "$air/$airport" --out "$air/$airport-$number.token"
  done
done
for airport in ALA NQZ; do
  for booth in ALA-01 ALA-02 NQZ-01 NQZ-02; do
    run "$bin/evisa-verifier" booth add "$booth" "$air/booth-$booth/booth.pub" --from 2026-10-01T00:00:00Z --home "$air/$airport"
  done
done
mkdir "$air/ALA-peers" "$air/NQZ-peers"
"$bin/evisa-verifier" token create --role peer --subject NQZ --home "$air/ALA" --out "$air/NQZ-peers/ALA.token"
"$bin/evisa-verifier" token create --role peer --subject ALA --home "$air/NQZ" --out "$air/ALA-peers/NQZ.token"
# Ports of the line: high, and by process, so that two demos do not meet.
echo $((20000 + $$ % 20000)) >"$air/line-ALA"
echo $((40001 + $$ % 20000)) >"$air/line-NQZ"
start_airport ALA NQZ "$(cat "$air/line-NQZ")"
start_airport NQZ ALA "$(cat "$air/line-ALA")"
lay_line
wait_for 30 "the link" linked ALA
wait_for 30 "the link" linked NQZ
cat "$air/ALA.log" "$air/NQZ.log"

scene "A2. With the link up: an entry at Almaty is known in Astana, where the same visa is refused"
admit ALA-01 krishnamoorthy
visa=$(number_of 16546778150005)
known() { ask NQZ NQZ-01 GET "/v1/visas/$visa" | grep -q INSIDE; }
wait_for 30 "the entry's arrival in Astana" known
admit NQZ-01 krishnamoorthy 12
grep -q ENTRY_OPEN_STAY "$air/verdict.txt" || die "the visa was used twice"

scene "A3. The line is cut, and one visa is used on both sides"
cut_line
wait_for 60 "the cut" unlinked ALA
wait_for 60 "the cut" unlinked NQZ
tail -qn 1 "$air/ALA.log" "$air/NQZ.log"
for booth in ALA-02 NQZ-02; do
  admit "$booth" sharma
  grep -q RECORDED "$air/verdict.txt" || die "no entry at $booth"
done
for airport in ALA NQZ; do ! alarmed "$airport" || die "$airport cannot know yet"; done
echo "no alarm yet: neither airport can know"

scene "A4. The line heals: the double use is found at both airports, and their logs are equal"
lay_line
for airport in ALA NQZ; do
  wait_for 60 "the alarm at $airport" alarmed "$airport"
  printf '%s: %s\n' "$airport" "$(alarms "$airport")"
done
wait_for 60 "equal logs" same_log
printf 'both logs: %s\n' "$(hash_of ALA)"
