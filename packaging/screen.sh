#!/bin/sh
# The officer's page on the whole screen: screen http://127.0.0.1:8087/booth
set -eu
page=${1:?usage: screen URL}
# The page is there before the browser: no error page stands on the screen after power on.
until curl --silent --fail --output /dev/null --max-time 2 "$page"; do sleep 0.2; done
exec /usr/bin/cage -s -- /usr/bin/chromium --kiosk --ozone-platform=wayland --user-data-dir="$HOME/chromium" \
  --no-first-run --noerrdialogs --disable-sync --disable-translate --disable-pinch --overscroll-history-navigation=0 \
  --disable-component-update --disable-background-networking --disk-cache-size=1 --password-store=basic \
  --autoplay-policy=no-user-gesture-required "$page"
