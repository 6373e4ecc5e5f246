// One invented e-visa with its keys, made anew for each benchmark program.
#pragma once

#include <string>

#include "crypto/seal_signer.h"
#include "visa/visa.h"

namespace evisa::bench {

struct Sample {
  visa::Visa visa;
  crypto::Bytes seal;
  std::string text;
  crypto::SignerSet signers;
  crypto::Ed25519PublicKey signer_public{};
  visa::Instant now{};
  std::string passport_mrz;  ///< TD3, two lines
};

[[nodiscard]] const Sample& sample();

}  // namespace evisa::bench
