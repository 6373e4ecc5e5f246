#!/bin/sh
# A program that may not sign visas has none of the signer's symbols in it.
set -eu
for program in "$@"; do
  if nm -C "$program" | grep -E 'evisa::crypto::(SealSigner|CertificateAuthority|SigningKey)::'; then
    echo "$program holds code that signs visas"; exit 1
  fi
  nm -C "$program" | grep -q 'evisa::crypto::validate_seal' || { echo "$program: no symbols to look at"; exit 1; }
done
echo "no signing code in: $*"
