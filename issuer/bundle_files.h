// A trust bundle made from the ministry's folder and written as two files that belong together.
#pragma once

#include <chrono>
#include <filesystem>

#include "crypto/trust_bundle.h"
#include "db/visa_register.h"
#include "issuer/authority_home.h"
#include "issuer/rule_files.h"

namespace evisa::issuer {

struct BundleRequest {
  visa::Instant now{};
  std::chrono::hours next_update{24};
  std::filesystem::path out;  ///< folder, made when it is not there
};

struct WrittenBundle {
  std::uint64_t sequence = 0;
  std::size_t signers = 0, revoked = 0;
  std::filesystem::path file, signature;
};

/// Signers and CSCA, revocations and rules as they stand, signed by the authority. The bundle is
/// opened and verified as a booth does before it gets its name.
///
/// Call with the office's lock held: leftovers of runs that were stopped are swept from `out`.
/// Two files cannot be renamed at once: the signature goes first, and comes back when the bundle
/// cannot follow. Stopped in between, the pair does not verify: every booth refuses it and keeps
/// its last good one until the next run. Errors: as encode_bundle and TrustBundle::open; io.
[[nodiscard]] Result<WrittenBundle> write_bundle(const AuthorityHome& home,
                                                 const crypto::MinisignSecretKey& authority,
                                                 db::VisaRegister& visas, const Rules& rules,
                                                 const BundleRequest& request);

}  // namespace evisa::issuer
