// An airport's service as its clients see it: booths and the other airport. docs/openapi.yaml.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "db/claim_store.h"
#include "http/client.h"
#include "verifier/service/claimed_record.h"
#include "verifier/service/outbox.h"
#include "verifier/service/peer_sync.h"

namespace evisa::verifier {

struct ServiceAddress {
  std::string url;           ///< `https://ala.example:8443`
  std::filesystem::path ca;  ///< PEM; the only root that is trusted
  std::string token;         ///< bearer token
  /// An officer waits for the answer: a booth decides by itself when it does not come.
  std::chrono::milliseconds deadline{500};
};

/// What a service knows of a visa.
struct VisaStatus {
  std::vector<visa::Crossing> events;
};

/// What a booth tells of itself, and hears.
struct BoothReport {
  std::string booth;
  visa::Instant time{};
  std::optional<std::uint64_t> bundle_sequence;
  std::uint64_t queue = 0;
};
struct ServiceState {
  visa::Instant time{};
  std::optional<std::uint64_t> bundle_sequence;
};

/// Safe to use from many threads. Every failure to get an answer is `unavailable`, whatever its
/// cause: its message says which. A refusal of the token is `untrusted`.
class ServiceClient final : public EventFeed, public EventSink, public ClaimDesk {
 public:
  /// Errors: malformed (url), not_found, untrusted (CA file).
  [[nodiscard]] static Result<ServiceClient> create(const ServiceAddress& address);

  /// WON, ALREADY with the winner, or UNAVAILABLE.
  [[nodiscard]] db::ClaimAnswer claim(visa::VisaNumber visa, const db::Claim& claim) override;
  [[nodiscard]] Result<VisaStatus> status(visa::VisaNumber visa);
  [[nodiscard]] Result<HandedIn> hand_in(std::span<const crypto::SignedEvent> events) override;
  [[nodiscard]] Result<FeedPage> read(std::uint64_t after, std::size_t limit,
                                      std::chrono::milliseconds wait) override;
  [[nodiscard]] Result<ServiceState> report(const BoothReport& report);

 private:
  ServiceClient(http::Client client, std::chrono::milliseconds deadline)
      : client_(std::move(client)), deadline_(deadline) {}
  [[nodiscard]] Result<http::ClientResponse> send(http::ClientRequest request);

  http::Client client_;
  std::chrono::milliseconds deadline_;
};

}  // namespace evisa::verifier
