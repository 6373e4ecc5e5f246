// Copy, fsync, rename, fsync the folder: a crash leaves the old bundle or both files of the new
// one.
#include "db/bundle_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "crypto/files.h"

namespace evisa::db {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> failed(std::string_view what, const fs::path& path, const std::string& why) {
  return fail(Errc::io, fmt::format("cannot {} {}: {}", what, path.string(), why),
              "check the disk and the permissions of the folder");
}

Result<void> sync(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = fd >= 0 && ::fsync(fd) == 0;
  const int cause = errno;
  if (fd >= 0) ::close(fd);
  if (!done) return failed("write", path, std::strerror(cause));
  return {};
}

Result<void> copy_synced(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error)) {
    return fail(Errc::not_found, fmt::format("{} is not there", from.string()),
                "a bundle comes with its signature: trust.bundle and trust.bundle.minisig");
  }
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  if (error) return failed("copy", from, error.message());
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
  if (error) return failed("protect", to, error.message());
  return sync(to);
}

Result<void> give_name(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return failed("rename", from, error.message());
  return {};
}

fs::path signature_of(const fs::path& bundle) { return bundle.string() + ".minisig"; }

BundleFiles incoming_files(const fs::path& folder) {
  const fs::path bundle = folder / "incoming.bundle";
  return {bundle, signature_of(bundle)};
}

}  // namespace

BundleFiles bundle_files(const fs::path& folder, std::uint64_t sequence) {
  const fs::path bundle = folder / fmt::format("trust-{}.bundle", sequence);
  return {bundle, signature_of(bundle)};
}

Result<BundleFiles> copy_in(const fs::path& folder, const BundleFiles& from) {
  const BundleFiles to = incoming_files(folder);
  if (auto done = copy_synced(from.bundle, to.bundle); !done) return std::unexpected(done.error());
  if (auto done = copy_synced(from.signature, to.signature); !done)
    return std::unexpected(done.error());
  return to;
}

Result<BundleFiles> write_in(const fs::path& folder, std::string_view content,
                             std::string_view signature) {
  const BundleFiles to = incoming_files(folder);
  if (auto done = crypto::write_file(to.bundle, crypto::as_bytes(content), 0600); !done)
    return std::unexpected(done.error());
  if (auto done = crypto::write_file(to.signature, crypto::as_bytes(signature), 0600); !done)
    return std::unexpected(done.error());
  return to;
}

Result<void> keep(const fs::path& folder, const BundleFiles& incoming, std::uint64_t sequence) {
  const BundleFiles to = bundle_files(folder, sequence);
  if (auto done = give_name(incoming.signature, to.signature); !done) return done;
  if (auto done = give_name(incoming.bundle, to.bundle); !done) return done;
  return sync(folder);
}

void sweep(const fs::path& folder, std::uint64_t sequence) {
  const BundleFiles kept = bundle_files(folder, sequence);
  std::error_code error;
  std::vector<fs::path> old;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    const bool ours = name.starts_with("trust-") || name.starts_with("incoming.");
    const bool bundle = name.ends_with(".bundle") || name.ends_with(".bundle.minisig");
    if (ours && bundle && at->path() != kept.bundle && at->path() != kept.signature) {
      old.push_back(at->path());
    }
  }
  for (const fs::path& path : old) fs::remove(path, error);
}

Result<bool> same_bytes(const fs::path& a, const fs::path& b) {
  std::ifstream left(a, std::ios::binary), right(b, std::ios::binary);
  if (!left) return failed("read", a, std::strerror(errno));
  if (!right) return failed("read", b, std::strerror(errno));
  using Bytes = std::istreambuf_iterator<char>;
  return std::equal(Bytes(left), Bytes(), Bytes(right), Bytes());
}

}  // namespace evisa::db
