// An airport's service as the office delivers to it: trust bundle and pages of the register's feed.
// docs/openapi.yaml, role `office`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "db/register_feed.h"
#include "http/client.h"

namespace evisa::issuer {

struct AirportAddress {
  std::string url;           ///< `https://ala.example:8443`; `http` on loopback only
  std::filesystem::path ca;  ///< PEM; the only root that is trusted
  std::string token;         ///< bearer token of role `office`
};

/// Errors of every question: unavailable (not reached, no answer in time), untrusted (certificate,
/// token), malformed (not an answer), conflict (what is delivered does not follow on what is
/// there).
class AirportService {
 public:
  /// Errors: malformed (url; `http` to another machine), not_found, untrusted (CA file),
  /// out_of_range (TLS without CA).
  [[nodiscard]] static Result<AirportService> create(const AirportAddress& address);

  /// Whether the bundle with this entity tag is in force there.
  [[nodiscard]] Result<bool> has_bundle(const std::string& entity_tag);
  /// Hands a bundle over; returns the sequence number that is in force there then.
  [[nodiscard]] Result<std::uint64_t> take_bundle(std::string_view content,
                                                  std::string_view signature);
  /// The last change of the register that the airport's copy has.
  [[nodiscard]] Result<std::uint64_t> register_change();
  /// Hands the next page over; returns the last change that it has then.
  [[nodiscard]] Result<std::uint64_t> take_page(const db::SignedPage& page);

 private:
  explicit AirportService(http::Client client) : client_(std::move(client)) {}
  [[nodiscard]] Result<http::ClientResponse> send(const http::ClientRequest& request);
  [[nodiscard]] Result<std::uint64_t> ask(const http::ClientRequest& request, const char* number);

  http::Client client_;
};

}  // namespace evisa::issuer
