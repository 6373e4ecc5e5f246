// The public key of the authority that a device trusts, in a file of its home; and its replacement
// by the next one.
#pragma once

#include <filesystem>
#include <span>

#include "db/trust_store.h"

namespace evisa::db {

/// Errors: not_found, malformed (names the file), io.
[[nodiscard]] Result<crypto::MinisignPublicKey> read_authority(const std::filesystem::path& file);

/// The next authority's key and the first bundle that it signed, as they are brought by hand.
struct NextAuthority {
  std::filesystem::path key, bundle;  ///< the bundle's signature: its name and `.minisig`
};
/// From now on bundles of `next` are taken, and none of the authority before it: imports the bundle
/// into the trust folder, whose sequence goes on, then writes the key over each of `pinned`. A
/// bundle that is refused changes nothing. Whoever is stopped between the two has no trust
/// (`untrusted`), and does it again. A program that has the folder open must be started anew.
/// Errors: as read_authority, TrustStore::open and import.
[[nodiscard]] Result<std::shared_ptr<const crypto::TrustBundle>> replace_authority(
    const std::filesystem::path& trust_folder, const NextAuthority& next,
    std::span<const std::filesystem::path> pinned, const TrustStore::Fits& fits);

}  // namespace evisa::db
