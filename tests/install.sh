#!/bin/sh
# Installs the Debian packages of packages.txt that are missing. Needs root or sudo, and only then.
set -eu
list=$(dirname "$0")/../packages.txt
# What an installed package provides is there too: a nodejs from elsewhere brings npm and excludes Debian's.
provided=$(dpkg-query -W -f '${db:Status-Abbrev} ${Provides}\n' | sed -n 's/^ii *//p' | sed 's/([^)]*)//g' | tr ', ' '\n\n' | sort -u)
missing=
for package in $(sed 's/#.*//' "$list"); do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' && continue
  printf '%s\n' "$provided" | grep -qxF "$package" && continue
  missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing:$missing"
sudo=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "error: packages are missing, and there is neither root nor sudo" >&2
                                  echo "hint: as root: apt-get install$missing" >&2; exit 3; }
  sudo=sudo
fi
$sudo apt-get update -q
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
