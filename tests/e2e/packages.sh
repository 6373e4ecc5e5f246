#!/bin/sh
# The Debian packages on this machine: built, looked at, installed, started, removed, purged.
#   sh tests/e2e/packages.sh build/release      needs root or sudo; seconds beyond that build
# Refuses a machine that has evisa packages or their data already: nobody's log is touched.
set -eu
build=$(realpath "${1:?usage: packages.sh BUILD_FOLDER}")
cd "$(dirname "$0")/../.."
sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
die() { echo "packages: error: $*" >&2; exit 1; }
say() { echo "packages: $*"; }
all='verifier issuer kiosk'
for name in $all; do
  ! dpkg-query -W -f '${Status}' "evisa-$name" 2>/dev/null | grep -q installed || die "evisa-$name is installed here"
  [ ! -e "/var/lib/evisa-$name" ] || die "/var/lib/evisa-$name is there"
done
[ ! -e /etc/evisa ] || die "/etc/evisa is there"
work=$(mktemp -d)
server=
clean_up() {
  [ -z "$server" ] || $sudo kill "$server" 2>/dev/null || :
  for name in $all; do $sudo dpkg --purge "evisa-$name" >/dev/null 2>&1 || :; done
  $sudo rm -rf "$work"
  # Made by this run: refused above otherwise.
  $sudo rm -rf /var/lib/evisa-verifier /var/backups/evisa-verifier
}
trap clean_up EXIT

say "units: what each may do"
for unit in packaging/units/*.service; do
  level=$(systemd-analyze security --offline=yes --no-pager "$unit" 2>/dev/null | sed -n 's/.*exposure level for [^:]*: \([0-9.]*\) .*/\1/p')
  echo "  $(basename "$unit") $level"
  awk -v level="$level" 'BEGIN { exit !(level != "" && level < 2.5) }' || die "$unit: exposure $level, expected under 2.5"
done

say "packages"
rm -rf "$build/packages"
cpack --config "$build/CPackConfig.cmake" -D CPACK_DEBIAN_COMPRESSION_TYPE=gzip -B "$build/packages" >"$work/cpack.log" 2>&1 || { cat "$work/cpack.log"; die "cpack"; }
for name in $all; do
  deb=$(ls "$build/packages/evisa-$name"_*.deb)
  printf '  %s, %s bytes\n' "$(basename "$deb")" "$(stat -c %s "$deb")"
  dpkg-deb -f "$deb" Depends | grep -q 'libc6 (>=' || die "$deb does not name the libraries it needs"
  dpkg-deb -c "$deb" | awk '{print $2}' | grep -v '^root/root$' && die "$deb: an owner that is not root"
done

say "installed"
$sudo dpkg -i "$build"/packages/evisa-*.deb >"$work/install.log" 2>&1 || { cat "$work/install.log"; die "dpkg -i"; }
for name in $all; do
  "/usr/bin/evisa-$name" --version
  getent passwd "evisa-$name" >/dev/null || die "no user evisa-$name"
  [ ! -e "/var/lib/evisa-$name" ] || die "data before anybody set anything up"
done
systemd-analyze verify --man=no /lib/systemd/system/evisa-*.service /lib/systemd/system/evisa-*.timer >"$work/verify.log" 2>&1 || :
! grep evisa "$work/verify.log" || die "systemd does not take a unit as it is"

say "a booth from its package: self-test of what can be tested here, test page"
evisa-kiosk calibrate --page "$work/page.pdf" >/dev/null
pdftotext -layout "$work/page.pdf" - | grep -q 'NOT A VISA' || die "the test page does not say what it is"
sh -n /usr/libexec/evisa/screen || die "the screen's script"
getent passwd evisa-screen >/dev/null || die "no user evisa-screen"

say "set up, as docs/operations.md says"
printf 'for this test only\n' >"$work/passphrase"
chmod 600 "$work/passphrase"
evisa-issuer init --home "$work/office" --passphrase-file "$work/passphrase" >/dev/null
$sudo evisa-verifier init --home /var/lib/evisa-verifier --airport ALA --authority "$work/office/authority.pub" \
  --passphrase-file "$work/passphrase" >/dev/null
# As the unit's StateDirectory does at its first start.
$sudo chown -R evisa-verifier: /var/lib/evisa-verifier
$sudo install -m 0600 -o evisa-verifier "$work/passphrase" "/var/lib/evisa-verifier/.passphrase"
as_service() { $sudo setpriv --reuid evisa-verifier --regid evisa-verifier --clear-groups "$@"; }
as_service evisa-verifier serve --without-tls --port 0 --passphrase-file /var/lib/evisa-verifier/.passphrase \
  >"$work/access.log" 2>"$work/serve.log" &
server=$!
for _ in $(seq 100); do
  port=$(sed -n 's/.* listens on 127.0.0.1:\([0-9]*\).*/\1/p' "$work/serve.log")
  [ -z "$port" ] || break
  sleep 0.1
done
[ -n "$port" ] || { cat "$work/serve.log"; die "it did not start"; }
curl --silent --show-error --fail "http://127.0.0.1:$port/healthz" >/dev/null || die "/healthz"
curl --silent "http://127.0.0.1:$port/readyz" | grep -q bundle || die "/readyz does not say what is missing"

say "a backup while it runs, and a home from it"
copy=$(as_service evisa-verifier backup --to /var/backups/evisa-verifier --keep 2)
as_service evisa-verifier restore --from "$copy" --home /var/backups/evisa-verifier/again
as_service evisa-verifier log verify /var/backups/evisa-verifier/again/crossings.sqlite

say "stopped: SIGTERM ends it with 0"
$sudo pkill -TERM -P "$server" || $sudo kill "$server"
wait "$server" || die "serve ended with $?"
server=
grep -q 'stops' "$work/serve.log" || die "it did not say that it stops"

say "removed and purged: programs, units and settings go, data stay"
for name in $all; do $sudo dpkg --remove "evisa-$name" >/dev/null; done
[ -e /etc/evisa/verifier.env ] || die "settings go with the purge, not before"
[ -s /var/lib/evisa-verifier/crossings.sqlite ] || die "the log is gone"
for name in $all; do $sudo dpkg --purge "evisa-$name" >"$work/purge-$name.log" 2>&1; done
grep -q 'legal record' "$work/purge-verifier.log" || die "purging does not say what it keeps"
[ -s /var/lib/evisa-verifier/crossings.sqlite ] || die "purging took the log"
left=$(ls -d /etc/evisa /usr/bin/evisa-* /usr/share/evisa /usr/libexec/evisa /usr/share/doc/evisa-* \
  /lib/systemd/system/evisa-* /var/lib/evisa-issuer /var/lib/evisa-kiosk 2>/dev/null || :)
[ -z "$left" ] || die "left behind: $left"

say "purged with its data where somebody has said so"
$sudo dpkg -i "$build"/packages/evisa-verifier_*.deb >/dev/null
$sudo touch /var/lib/evisa-verifier/.remove-with-package
$sudo dpkg --purge evisa-verifier >/dev/null
[ ! -e /var/lib/evisa-verifier ] && [ ! -e /var/backups/evisa-verifier ] || die "data are left"
say "done"
