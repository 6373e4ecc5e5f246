// A whole flight asked of an airport's service: POST /v1/boarding-checks (docs/openapi.yaml).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "http/client.h"
#include "verifier/carrier/flight.h"

namespace evisa::verifier::carrier {

struct DeskAddress {
  std::string url;           ///< `https://ala.example:8443`
  std::filesystem::path ca;  ///< PEM; the only root that is trusted
  std::string token;         ///< bearer token of role `airline`
};

class OnlineDesk {
 public:
  /// Errors: malformed (url; `http` to another machine), not_found, untrusted (CA file),
  /// out_of_range (TLS without CA).
  [[nodiscard]] static Result<OnlineDesk> create(const DeskAddress& address);

  /// As `board_flight`; each answer comes with its receipt, and `progress` is told as they arrive.
  /// Rows need both lines of the passport's MRZ. Asked again, the service answers the same.
  /// Errors: unavailable (not reached, no answer in time, too many questions), untrusted
  /// (certificate, token), out_of_range (an airport that is none of Kazakhstan's), malformed (not
  /// an answer): then nobody was answered.
  [[nodiscard]] Result<std::vector<BoardedRow>> board(
      std::vector<ManifestRow> rows, const Flight& flight, const ReadSeal& seal_of,
      const std::function<void(std::size_t)>& progress);

 private:
  explicit OnlineDesk(http::Client client) : client_(std::move(client)) {}
  http::Client client_;
};

}  // namespace evisa::verifier::carrier
