// A passenger at a boarding gate: the scene's traveller, asked about by an airline.
#pragma once

#include "tests/unit/verifier/scene.h"
#include "verifier/carrier/boarding.h"

namespace evisa::verifier::scenes {

struct Gate {
  Scene scene;
  carrier::BoardingRequest request;
  carrier::VisaKnowledge known;
  std::vector<std::optional<visa::VisaNumber>> asked;  ///< what the register was asked for

  /// Almaty by KC872, landing 2026-11-20T21:10Z; seal and passport shown; the log knows no entry.
  Gate();
  /// By passport and visa number instead of the seal; the register has the visa.
  void by_number(visa::VisaStatus status = visa::VisaStatus::issued);
  [[nodiscard]] carrier::BoardingAnswer check();
};

/// `BOARD`, `CALL_BORDER MRZ_CHECK_FAILED`.
[[nodiscard]] std::string told(const carrier::BoardingAnswer& answer);

}  // namespace evisa::verifier::scenes
