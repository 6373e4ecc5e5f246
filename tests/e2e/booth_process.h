// A booth in a process of its own, as the kiosk records: claim, own log, outbox. For being killed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/served.h"

namespace evisa::e2e {

/// What a test program does when it is started with `--booth FOLDER URL TOKEN FIRST`: records
/// entries of the visas from FIRST on until it is killed, and writes the number of each event to
/// standard output once it is acknowledged. Never returns.
[[noreturn]] void record_until_killed(const std::vector<std::string>& words);

/// A booth's folder with its key.
class BoothFolder {
 public:
  BoothFolder(const std::string& name, Installation& installation);
  /// Runs the booth in a process of its own and kills it `life` after its first acknowledgement.
  /// What it had acknowledged: sequence numbers.
  [[nodiscard]] std::vector<std::uint64_t> run_and_kill(const Served& served, std::uint32_t first,
                                                        std::chrono::microseconds life) const;
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return folder_ / name;
  }
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] crypto::Ed25519PublicKey public_key() const { return public_key_; }

 private:
  sample::TempFolder folder_;
  std::string token_;
  crypto::Ed25519PublicKey public_key_{};
};

inline constexpr const char* kKilledBooth = "ALA-09";

}  // namespace evisa::e2e
