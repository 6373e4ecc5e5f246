// A real `evisa-verifier serve` in a process of its own, on a home made for the test.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "crypto/crossing_event.h"
#include "db/access_tokens.h"
#include "tests/sample/event_chain.h"
#include "tests/sample/temp_folder.h"
#include "verifier/service/service_client.h"

namespace evisa::e2e {

/// A service's home with tokens and registered booths. Not to be used while it is served.
class Installation {
 public:
  /// `home`: where to make it; a folder of its own without it.
  explicit Installation(std::optional<std::filesystem::path> home = {});

  std::string token(db::TokenRole role, const std::string& subject);
  void know(const std::string& booth, const crypto::Ed25519PublicKey& key);
  [[nodiscard]] const std::filesystem::path& home() const { return home_; }
  [[nodiscard]] std::filesystem::path log_file() const { return home_ / "crossings.sqlite"; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return folder_ / name;
  }

 private:
  sample::TempFolder folder_;
  std::filesystem::path home_;
};

struct Start {
  std::vector<std::string> words{"--without-tls"};  ///< further words of the command line
  std::optional<std::uint64_t> largest_file{};      ///< bytes; as a disk that is full
};

class Served {
 public:
  explicit Served(const Installation& installation, const Start& start = {});
  /// Killed, if it still runs.
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  /// It listens; else it has ended, and `words` says why.
  [[nodiscard]] bool listens() const { return port_ != 0; }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return child_; }
  [[nodiscard]] std::string url(const char* scheme = "http") const;
  /// kill -9, and waits until it is gone. False: it had ended by itself.
  bool kill();
  /// SIGTERM; its exit code, -1 when a signal ended it.
  int stop();
  /// What it said on standard error; whole once it has ended.
  [[nodiscard]] const std::string& words() const { return words_; }

 private:
  int wait();

  pid_t child_ = -1;
  int out_ = -1;
  std::uint16_t port_ = 0;
  std::string words_;
  std::jthread rest_;  ///< reads on, so that the program never waits for us
};

/// A booth that signs its own chain and can hand in what it signed again and again.
class BoothHand {
 public:
  BoothHand(std::string name, Installation& installation);
  [[nodiscard]] verifier::ServiceClient client(
      const Served& served, std::chrono::milliseconds deadline = std::chrono::seconds(20)) const;
  [[nodiscard]] visa::EventId next() const { return chain_.next(); }
  crypto::SignedEvent sign(visa::EventKind kind, visa::VisaNumber visa, bool provisional = false);
  [[nodiscard]] db::Claim claim() const;
  [[nodiscard]] const std::string& name() const { return chain_.booth(); }
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] crypto::Ed25519PublicKey public_key() const { return chain_.public_key(); }

 private:
  sample::EventChain chain_;
  std::string token_;
};

[[nodiscard]] visa::VisaNumber visa_no(std::uint32_t n);
[[nodiscard]] visa::Instant now();

}  // namespace evisa::e2e
