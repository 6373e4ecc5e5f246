#!/bin/sh
# Arrows point down: fails on an #include of a folder that the including folder may not see, on a
# third-party library outside its folder, and on the signer's header where visas may not be signed.
#   sh tests/structure/includes.sh [FOLDER_OF_THE_CHECKOUT]
set -eu
cd "${1:-$(dirname "$0")/../..}"
status=0
complain() { echo "$1"; status=1; }

allowed() {
  case $1 in
    visa) echo visa ;;
    crypto) echo visa crypto ;;
    cli) echo visa crypto cli ;;
    http) echo visa crypto http ;;
    db) echo visa crypto http db ;;
    reader) echo visa crypto reader ;;
    issuer) echo visa crypto cli db reader http issuer ;;
    verifier) echo visa crypto cli db reader http verifier ;;
    kiosk) echo visa crypto cli db reader http verifier kiosk ;;
  esac
}
for folder in visa crypto cli http db reader issuer verifier kiosk; do
  for file in $(find "$folder" -name '*.h' -o -name '*.cpp' | sort); do
    for seen in $(sed -n 's/^ *#include "\([a-z_]*\)\/.*/\1/p' "$file" | sort -u); do
      case " $(allowed "$folder") " in
        *" $seen "*) ;;
        *) complain "$file: includes \"$seen/...\"; $folder may include: $(allowed "$folder")" ;;
      esac
    done
  done
done

for file in $(grep -rlE '#include "\.' --include='*.h' --include='*.cpp' \
    visa crypto cli http db reader issuer verifier kiosk 2>/dev/null | sort); do
  complain "$file: includes by a relative path; name the folder"
done

# library pattern | folders that may see it
third_party() {
  pattern=$1 where=$2
  for file in $(grep -rlE "#include <($pattern)" --include='*.h' --include='*.cpp' \
      visa crypto cli http db reader issuer verifier kiosk 2>/dev/null | sort); do
    case " $where " in
      *" ${file%%/*} "* | *" $file "*) ;;
      *) complain "$file: sees <$pattern>, which belongs to: $where" ;;
    esac
  done
}
third_party 'sodium' 'crypto issuer/visa_numbers.cpp'
third_party 'openssl/' 'crypto http/tls.cpp http/tls_held.h'
third_party 'sqlite3|SQLiteCpp/' 'db'
third_party 'opencv2/' 'reader kiosk'
third_party 'ZXing/' 'reader issuer'
third_party 'poppler/' 'reader issuer'
third_party 'poppler-' 'reader issuer'
third_party 'cairo|pango/' 'issuer'
third_party 'CLI/' 'cli issuer verifier kiosk'
third_party 'nlohmann/' 'crypto'
third_party 'Poco/' 'http'

for file in $(grep -rl 'crypto/seal_signer' --include='*.h' --include='*.cpp' visa cli http db reader verifier kiosk || true); do
  complain "$file: only issuer, samples and tests may sign visas"
done
[ $status -eq 0 ] && echo "includes: every arrow points down"
exit $status
