// A booth's own chain of signed events, without a log behind it.
#pragma once

#include <string>

#include "crypto/crossing_event.h"

namespace evisa::sample {

class EventChain {
 public:
  explicit EventChain(std::string booth) : booth_(std::move(booth)) {}

  /// An event of this booth's airport as far as it can be told beforehand; `append` numbers it.
  [[nodiscard]] visa::Crossing draft(visa::EventKind kind, visa::VisaNumber visa,
                                     visa::Instant time) const;
  /// The chain's next event.
  [[nodiscard]] crypto::SignedEvent append(visa::Crossing crossing);
  [[nodiscard]] visa::EventId next() const { return {booth_, sequence_ + 1}; }
  [[nodiscard]] const std::string& booth() const { return booth_; }
  [[nodiscard]] visa::AirportCode airport() const;
  [[nodiscard]] crypto::Ed25519PublicKey public_key() const { return key_.public_key(); }

 private:
  std::string booth_;
  crypto::Ed25519SecretKey key_ = crypto::Ed25519SecretKey::generate();
  std::uint64_t sequence_ = 0;
  crypto::EventHash head_{};
};

}  // namespace evisa::sample
