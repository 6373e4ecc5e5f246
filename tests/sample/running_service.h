// An airport's service in this process: a real home, a real server on loopback, with or without
// TLS; stopped and started again on the same port.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "crypto/files.h"
#include "crypto/public_key_file.h"
#include "http/server.h"
#include "tests/sample/must.h"
#include "tests/sample/temp_folder.h"
#include "verifier/service/routes.h"
#include "verifier/service/service_client.h"

namespace evisa::sample {

class RunningService {
 public:
  /// `register_key`: the issuer's, whose feed it takes in.
  explicit RunningService(const std::string& airport, const crypto::MinisignPublicKey& authority,
                          visa::Instant now, std::optional<http::ServerTls> tls = {},
                          std::optional<crypto::Ed25519PublicKey> register_key = {})
      : now_(now), tls_(std::move(tls)) {
    must(crypto::write_file(folder_ / "authority.pub", crypto::as_bytes(authority.text("test"))));
    const auto passphrase = crypto::SecretBytes::copy_of(crypto::as_bytes("for tests only"));
    std::optional<std::filesystem::path> register_file;
    if (register_key) {
      register_file = folder_ / "register.pub";
      must(crypto::write_public_key_file(*register_file, *register_key));
    }
    const auto home = must(verifier::ServiceHome::create(
        folder_ / "home", {{airport, true}, folder_ / "authority.pub", register_file}, passphrase));
    airport_ = must(verifier::open_airport(home, must(home.unlock(passphrase)),
                                           [this] { return now_.load(); }));
    router_.emplace(must(verifier::make_router(*airport_, limiter_, metrics_)));
    start();
  }
  void start() {
    http::ServerOptions options;
    options.port = port_;
    options.tls = tls_;
    options.now = [this] { return now_.load(); };
    auto service = router_->service();
    service.served = [this](const http::Served& one) {
      const std::lock_guard lock(mutex_);
      ++served_[{std::string(one.route), one.status}];
    };
    server_ = must(http::Server::start(options, std::move(service)));
    port_ = server_->port();
  }
  /// Nobody listens any more.
  void stop() { server_.reset(); }
  void set_time(visa::Instant now) { now_ = now; }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const {
    return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
  }
  /// Requests so far.
  [[nodiscard]] std::size_t served() const {
    const std::lock_guard lock(mutex_);
    std::size_t all = 0;
    for (const auto& [what, count] : served_) all += count;
    return all;
  }
  [[nodiscard]] std::size_t served(std::string_view route, int status) const {
    const std::lock_guard lock(mutex_);
    const auto found = served_.find({std::string(route), status});
    return found == served_.end() ? 0 : found->second;
  }
  verifier::Airport& airport() { return *airport_; }
  [[nodiscard]] const TempFolder& folder() const { return folder_; }

  std::string token(db::TokenRole role, const std::string& subject) {
    const auto made =
        must(airport_->accounts->tokens().create({role, subject, {}}, {"test", now_.load()}));
    return std::string(crypto::as_text(made.text.view()));
  }
  void register_booth(const std::string& name, const crypto::Ed25519PublicKey& key) {
    must(airport_->accounts->booths().add(name, key, now_.load() - std::chrono::hours{24},
                                          {"test", now_.load()}));
  }
  verifier::ServiceAddress address(db::TokenRole role, const std::string& subject) {
    return {.url = url(),
            .ca = {},
            .token = token(role, subject),
            .deadline = std::chrono::seconds{20},
            .stop = {}};
  }

 private:
  TempFolder folder_;
  std::atomic<visa::Instant> now_;
  std::optional<http::ServerTls> tls_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::size_t> served_;
  std::unique_ptr<verifier::Airport> airport_;
  http::RateLimiter limiter_{{.per_second = 1e6, .burst = 1e6}};
  http::Metrics metrics_;
  std::optional<http::Router> router_;
  std::unique_ptr<http::Server> server_;  // last: its handlers end before what they use goes
};

}  // namespace evisa::sample
