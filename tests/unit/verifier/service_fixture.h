// An airport's service over real HTTP on loopback, with a real home, and booths that are registered
// at it.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "crypto/strict_json.h"
#include "db/register_feed.h"
#include "http/client.h"
#include "tests/sample/event_chain.h"
#include "tests/sample/running_service.h"
#include "verifier/service/service_client.h"

namespace evisa::verifier::scenes {

/// 2026-11-20T10:00Z, as the scenes' travellers stand at the border.
extern const visa::Instant kNow;
[[nodiscard]] visa::VisaNumber visa_no(std::uint32_t n);

/// A service's home, opened and listening without TLS on a free port of loopback.
class Service {
 public:
  explicit Service(const std::string& airport = "ALA")
      : running_(airport, authority_.public_key(), kNow, {}, register_key_.public_key()) {}
  [[nodiscard]] std::string url() const { return running_.url(); }
  /// Nobody listens any more.
  void stop() { running_.stop(); }
  [[nodiscard]] std::string token(db::TokenRole role, const std::string& subject) {
    return running_.token(role, subject);
  }
  [[nodiscard]] ServiceClient client(db::TokenRole role, const std::string& subject);
  /// A session of an officer who is added for it; the senior officer's badge is KZ-900.
  std::string session(const std::string& badge, db::OfficerRole role);
  std::string senior() { return session("KZ-900", db::OfficerRole::senior); }
  http::ClientResponse send(http::Method method, const std::string& target,
                            const std::string& token, const std::string& body = {},
                            http::Headers headers = {});
  /// POSTs JSON; expects `status` and gives the answer's JSON.
  crypto::Json post(const std::string& target, const std::string& token, const crypto::Json& body,
                    int status = 200);
  /// The bundle of the scenes' ministry, signed by this service's authority.
  [[nodiscard]] db::SignedBundle bundle(std::uint64_t sequence, bool test_only = true) const;
  /// Takes that bundle over, as `bundle import` does.
  void trust(std::uint64_t sequence = 1);
  /// A page of the register's feed that follows on change `since`.
  [[nodiscard]] db::SignedPage page(const std::vector<visa::VisaRecord>& records,
                                    visa::Instant as_of, std::uint64_t since = 0) const;
  /// Gives the copy of the register its first page.
  void know(const std::vector<visa::VisaRecord>& records, visa::Instant as_of);
  [[nodiscard]] Airport& airport() { return running_.airport(); }

 private:
  crypto::MinisignSecretKey authority_ = crypto::MinisignSecretKey::generate();
  crypto::Ed25519SecretKey register_key_ = crypto::Ed25519SecretKey::generate();
  sample::RunningService running_;
};

/// A booth that is registered, with its own chain of events.
class Booth {
 public:
  Booth(std::string name, Service& service);
  /// Takes its event `sequence` back.
  [[nodiscard]] crypto::SignedEvent reverse(std::uint64_t sequence, std::uint32_t visa);
  [[nodiscard]] crypto::SignedEvent sign(visa::EventKind kind, std::uint32_t visa,
                                         bool provisional = false);
  [[nodiscard]] db::ClaimAnswer claim(std::uint32_t visa);
  EventAnswer hand_in(const crypto::SignedEvent& event);
  std::string officer = "KZ-117";
  [[nodiscard]] ServiceClient& client() { return client_; }
  [[nodiscard]] const std::string& name() const { return chain_.booth(); }

 private:
  sample::EventChain chain_;
  ServiceClient client_;
};

}  // namespace evisa::verifier::scenes
