#!/bin/sh
# The booth's console: the officer's badge once, then one traveller after the other. What stands on
# the command line goes to evisa-kiosk, which decides and records; this only asks.
set -u
kiosk=${EVISA_KIOSK:-/usr/bin/evisa-kiosk}
# A traveller who is being recorded is recorded to the end; then the stop is obeyed.
stop=no
trap 'stop=yes' TERM INT HUP
badge=
while [ "$stop" = no ]; do
  if [ -z "$badge" ]; then
    printf '\nBadge / Значок / Нышан: '
    IFS= read -r badge || break
    case $badge in '' | *[!A-Z0-9-]*) echo '?'; badge=; continue ;; esac
  fi
  printf '\nMRZ 1 (Enter: another badge): '
  IFS= read -r first || break
  [ -n "$first" ] || { badge=; continue; }
  printf 'MRZ 2: '
  IFS= read -r second || break
  printf '%s\n%s\n' "$first" "$second" | "$kiosk" "$@" --passport-mrz - --record --officer "$badge"
  echo "-- $?"
done
