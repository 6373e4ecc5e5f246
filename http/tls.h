// TLS settings of a server or a client: version 1.2 with AEAD ciphers and forward secrecy, or 1.3.
// No renegotiation, no compression, no session resumption: every connection proves itself anew, so
// that a client certificate that is not trusted any more cannot come back with an old ticket.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "visa/result.h"

namespace evisa::http {

struct TlsFiles {
  std::filesystem::path certificate;  ///< PEM chain
  std::filesystem::path key;          ///< PEM, unencrypted, for its owner's eyes only
};

/// Shared and immutable.
class TlsContext {
 public:
  /// `client_ca`: demand a certificate under it. Errors: not_found, io (mode), malformed, untrusted
  /// (key and certificate do not belong together).
  [[nodiscard]] static Result<TlsContext> for_server(
      const TlsFiles& own, const std::optional<std::filesystem::path>& client_ca);
  /// Trusts `ca` alone, and only a certificate for `host` (name or address). Errors: as above.
  [[nodiscard]] static Result<TlsContext> for_client(const std::filesystem::path& ca,
                                                     const std::string& host,
                                                     const std::optional<TlsFiles>& own);

 private:
  friend class Stream;
  friend class Listener;
  struct Held;
  explicit TlsContext(std::shared_ptr<const Held> held) : held_(std::move(held)) {}
  std::shared_ptr<const Held> held_;
};

}  // namespace evisa::http
