// The JSON gateway of an etcd cluster: a question is asked of its members in turn until one
// answers. design.md section 8; platform-notes section 5.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/strict_json.h"
#include "http/client.h"
#include "visa/result.h"

namespace evisa::db {

/// Where a cluster is, and by whom it is trusted.
struct EtcdAddress {
  std::vector<http::Endpoint> members;
  std::optional<std::filesystem::path> ca{};           ///< PEM; without it there is no TLS
  std::optional<std::filesystem::path> certificate{};  ///< PEM, for mutual TLS
  std::optional<std::filesystem::path> key{};

  /// `etcd://a:2379,b,c` (2379 where no port is given). Without `with_tls` every member is on
  /// loopback. Errors: malformed, out_of_range (a member that is elsewhere, without TLS).
  [[nodiscard]] static Result<EtcdAddress> parse(std::string_view text, bool with_tls);
};

/// Safe to use from many threads.
class Etcd {
 public:
  /// `deadline`: for a question, whichever and however many members it is put to.
  /// Errors: as http::Client::create.
  [[nodiscard]] static Result<Etcd> create(const EtcdAddress& address,
                                           std::chrono::milliseconds deadline);
  Etcd(Etcd&& other) noexcept;

  /// POSTs to `/v3/...`. What is asked may have been done although no answer came, and may be done
  /// twice: it has to bear that. Errors: unavailable (no member answered, or none has a quorum).
  [[nodiscard]] Result<crypto::Json> ask(std::string_view target, const crypto::Json& question);

 private:
  Etcd(std::vector<http::Client> members, std::chrono::milliseconds deadline)
      : members_(std::move(members)), deadline_(deadline) {}
  std::vector<http::Client> members_;
  std::chrono::milliseconds deadline_;
  std::atomic<std::size_t> answers_{0};  ///< which member did so last
};

}  // namespace evisa::db
