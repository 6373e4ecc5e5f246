// An airport's service as its clients see it: booths and the other airport. docs/openapi.yaml.
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "crypto/strict_json.h"
#include "db/booth_key_ring.h"
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
  /// Asked to stop: requests in flight are given up, and new ones fail.
  std::stop_token stop{};
};

/// What a service knows of a visa.
struct VisaStatus {
  std::vector<crypto::SignedEvent> events;
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

/// What came of asking for a newer trust bundle.
struct FetchedBundle {
  enum class Kind {
    none,       ///< the service has no bundle
    unchanged,  ///< it is the one that was known
    fetched     ///< it lies in the file that was named
  } kind = Kind::none;
  std::string etag;  ///< fetched: names it
};

/// Safe to use from many threads. A failure to get an answer is `unavailable`, its message says
/// which; a certificate that is not trusted and a refusal of the token are `untrusted`; an answer
/// that is none is `malformed`.
class ServiceClient final : public EventFeed, public EventSink, public ClaimDesk {
 public:
  /// Errors: malformed (url), not_found, untrusted (CA file), out_of_range (TLS without CA).
  [[nodiscard]] static Result<ServiceClient> create(const ServiceAddress& address);

  /// WON, ALREADY with the winner, or UNAVAILABLE.
  [[nodiscard]] db::ClaimAnswer claim(visa::VisaNumber visa, const db::Claim& claim) override;
  [[nodiscard]] Result<VisaStatus> status(visa::VisaNumber visa);
  /// The keys that sign events there, of that airport's booths and of those it has them from.
  [[nodiscard]] Result<db::BoothKeyRing> booth_keys(std::chrono::milliseconds deadline);
  [[nodiscard]] Result<HandedIn> hand_in(std::span<const crypto::SignedEvent> events) override;
  [[nodiscard]] Result<FeedPage> read(std::uint64_t after, std::size_t limit,
                                      std::chrono::milliseconds wait) override;
  [[nodiscard]] Result<ServiceState> report(const BoothReport& report);
  /// Asks for the trust bundle in force there, unless it is the one that `known` names (empty:
  /// any). Written to `file`, its signature to `file`.minisig; nothing of it has been verified.
  /// Errors also: io (the file).
  [[nodiscard]] Result<FetchedBundle> fetch_bundle(const std::string& known,
                                                 const std::filesystem::path& file);

 private:
  ServiceClient(http::Client client, http::Client bundles, const ServiceAddress& address)
      : client_(std::move(client)),
        bundles_(std::move(bundles)),
        deadline_(address.deadline),
        stop_(address.stop) {}
  [[nodiscard]] Result<http::ClientResponse> send(http::Client& client,
                                                  http::ClientRequest request);
  /// Sends, and reads the JSON of a 200; every other answer is an error.
  template <class T>
  [[nodiscard]] Result<T> ask(http::ClientRequest request, Result<T> (*parse)(const crypto::Json&));
  [[nodiscard]] Result<void> fetch_signature(const std::string& etag,
                                             const std::filesystem::path& file);

  http::Client client_;
  http::Client bundles_;  ///< for answers that go to the disk and may be large
  std::chrono::milliseconds deadline_;
  std::stop_token stop_;
};

}  // namespace evisa::verifier
