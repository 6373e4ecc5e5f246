// X.509 certificates of CSCA and visa signers, and CRLs: parsed by OpenSSL, held as plain values.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/bytes.h"
#include "crypto/ed25519.h"
#include "crypto/key_type.h"
#include "visa/date.h"

namespace evisa::crypto {

/// One certificate. Cheap to copy; the parsed form is shared and immutable.
class Certificate {
 public:
  /// PEM (first certificate) or DER. Explicit EC parameters are accepted when they are those of a
  /// known curve, and nothing else. Errors: malformed, unsupported (key type).
  [[nodiscard]] static Result<Certificate> parse(ByteView pem_or_der);
  /// All certificates of a PEM text. Errors: as above.
  [[nodiscard]] static Result<std::vector<Certificate>> parse_all(ByteView pem);

  [[nodiscard]] const std::string& serial_hex() const;  ///< without leading zeros, lower case
  [[nodiscard]] const std::string& subject_common_name() const;
  /// Country + common name: `KZ` + `VS`, `DETS`. What a seal's header calls the signer (9303-13).
  [[nodiscard]] std::string signer_identifier() const;
  [[nodiscard]] visa::Instant not_before() const;
  [[nodiscard]] visa::Instant not_after() const;
  [[nodiscard]] KeyType key_type() const;
  [[nodiscard]] bool is_ca() const;
  /// True when the extended key usage 2.23.136.1.1.11.1 (visa seal signer) is present.
  [[nodiscard]] bool may_sign_seals() const;
  [[nodiscard]] const Bytes& der() const;
  [[nodiscard]] std::string pem() const;
  [[nodiscard]] std::string sha256_hex() const;
  /// Names match and the issuer's key verifies this certificate's signature.
  [[nodiscard]] bool issued_by(const Certificate& issuer) const;
  /// Verifies a signature of a seal: Ed25519 by libsodium, or ECDSA with the hash by the key's
  /// order, `r || s` of exactly twice the order's width. Source: Doc 9303-13 2.4, TR-03137-1.
  [[nodiscard]] bool verifies(ByteView message, ByteView signature) const;
  bool operator==(const Certificate& other) const;

 private:
  struct Parsed;
  explicit Certificate(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
  std::shared_ptr<const Parsed> parsed_;
  friend class RevocationList;
};

/// A certificate revocation list whose signature was checked against its issuer.
class RevocationList {
 public:
  /// PEM or DER. Errors: malformed, bad_signature (not by `issuer`).
  [[nodiscard]] static Result<RevocationList> parse(ByteView pem_or_der, const Certificate& issuer);
  struct Entry {
    std::string serial_hex;
    visa::Instant revoked_at;
  };
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] const Certificate& issuer() const { return issuer_; }
  [[nodiscard]] visa::Instant this_update() const { return this_update_; }
  [[nodiscard]] std::optional<visa::Instant> next_update() const { return next_update_; }

 private:
  RevocationList(Certificate issuer) : issuer_(std::move(issuer)) {}
  Certificate issuer_;
  std::vector<Entry> entries_;
  visa::Instant this_update_{};
  std::optional<visa::Instant> next_update_;
};

}  // namespace evisa::crypto
