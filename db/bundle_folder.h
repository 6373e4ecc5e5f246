// The files of a trust store: numbered bundles with their signatures, and copies on their way in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "visa/result.h"

namespace evisa::db {

/// A bundle and its detached signature.
struct BundleFiles {
  std::filesystem::path bundle, signature;
};

/// `trust-<sequence>.bundle` and `trust-<sequence>.bundle.minisig`.
[[nodiscard]] BundleFiles bundle_files(const std::filesystem::path& folder, std::uint64_t sequence);

/// Copies both to `incoming.bundle` and `incoming.bundle.minisig`, on disk when this returns.
/// Errors: not_found, io.
[[nodiscard]] Result<BundleFiles> copy_in(const std::filesystem::path& folder,
                                          const BundleFiles& from);

/// Writes both there instead of copying. Errors: io.
[[nodiscard]] Result<BundleFiles> write_in(const std::filesystem::path& folder,
                                           std::string_view content, std::string_view signature);

/// Gives copies that verified their numbered names, on disk when this returns. Errors: io.
[[nodiscard]] Result<void> keep(const std::filesystem::path& folder, const BundleFiles& incoming,
                                std::uint64_t sequence);

/// Removes every bundle but `sequence`, and unfinished copies. What cannot be removed stays for the
/// next time: it is never read.
void sweep(const std::filesystem::path& folder, std::uint64_t sequence);

/// Whether two files hold the same bytes. Errors: io.
[[nodiscard]] Result<bool> same_bytes(const std::filesystem::path& a,
                                      const std::filesystem::path& b);

}  // namespace evisa::db
