// A trust bundle made from the ministry's folder and written as two files that belong together.
#include "issuer/bundle_files.h"

#include <fmt/core.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "cli/own_file.h"
#include "crypto/files.h"

namespace evisa::issuer {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kSignatureFile = 64 * 1024;

Result<crypto::BundleContents> contents_of(const AuthorityHome& home, db::VisaRegister& visas,
                                           const Rules& rules, const BundleRequest& request) {
  crypto::BundleContents contents;
  const auto signers = cli::of_own_file(home.signers(), home.folder() / "signers");
  if (!signers) return std::unexpected(signers.error());
  for (const auto& signer : *signers)
    contents.signers.push_back({signer.certificate, signer.revoked_at});
  auto csca = cli::of_own_file(home.csca(), home.folder() / "csca.pem");
  if (!csca) return std::unexpected(csca.error());
  contents.anchors.push_back(std::move(*csca));
  const auto keep = [&](visa::VisaNumber number, const visa::Revocation& why) {
    contents.revoked.emplace_back(number, why);
  };
  const auto revoked = cli::of_own_file(visas.for_each_revoked(keep), home.register_file());
  if (!revoked) return std::unexpected(revoked.error());
  const auto sequence = cli::of_own_file(visas.next_bundle_sequence(), home.register_file());
  if (!sequence) return std::unexpected(sequence.error());
  contents.sequence = *sequence;
  contents.issued_at = request.now;
  contents.next_update = request.now + request.next_update;
  contents.test_only = home.settings().test_only;
  contents.ruleset_text = rules.ruleset_text;
  contents.airports_csv = rules.airports_csv;
  contents.countries_csv = rules.countries_csv;
  contents.reasons_csv = rules.reasons_csv;
  return contents;
}

/// Removes what a run that was stopped left under hidden names: its own and write_file's.
void sweep_leftovers(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> left;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    const bool own = name.starts_with(".trust.bundle.") && name.ends_with(".new");
    const bool half = name.starts_with("..trust.bundle.") && name.find(".new.") != name.npos;
    const bool signature = name.starts_with(".trust.bundle.minisig.");  // of a pair put back
    if (own || half || signature) left.push_back(it->path());
  }
  // What cannot be removed stays for the next run: no booth reads a hidden name.
  for (const auto& path : left) fs::remove(path, error);
}

/// Two files under hidden names; they go away unless they got their own.
class Pair {
 public:
  explicit Pair(const fs::path& folder)
      : file_(folder / "trust.bundle"),
        signature_(folder / "trust.bundle.minisig"),
        new_file_(folder / fmt::format(".trust.bundle.{}.new", ::getpid())),
        new_signature_(folder / fmt::format(".trust.bundle.minisig.{}.new", ::getpid())) {}
  ~Pair() {
    std::error_code error;
    fs::remove(new_file_, error);
    fs::remove(new_signature_, error);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  [[nodiscard]] const fs::path& file() const { return file_; }
  [[nodiscard]] const fs::path& signature() const { return signature_; }
  [[nodiscard]] const fs::path& new_file() const { return new_file_; }
  [[nodiscard]] const fs::path& new_signature() const { return new_signature_; }

  [[nodiscard]] Result<void> write(crypto::ByteView bundle, std::string_view signature) const {
    if (const auto ok = crypto::write_file(new_file_, bundle); !ok) return ok;
    return crypto::write_file(new_signature_, crypto::as_bytes(signature));
  }

  [[nodiscard]] Result<void> publish() const {
    const auto old_signature = crypto::read_file(signature_, kSignatureFile);
    std::error_code error;
    fs::rename(new_signature_, signature_, error);
    if (error) return fail(Errc::io, fmt::format("{}: {}", signature_.string(), error.message()));
    fs::rename(new_file_, file_, error);
    if (!error) return {};
    const auto failure = fail(Errc::io, fmt::format("{}: {}", file_.string(), error.message()));
    if (!old_signature) {
      fs::remove(signature_, error);
    } else if (const auto back = crypto::write_file(signature_, *old_signature); !back) {
      return back;
    }
    return failure;
  }

 private:
  fs::path file_, signature_, new_file_, new_signature_;
};

}  // namespace

Result<WrittenBundle> write_bundle(const AuthorityHome& home,
                                   const crypto::MinisignSecretKey& authority,
                                   db::VisaRegister& visas, const Rules& rules,
                                   const BundleRequest& request) {
  auto contents = contents_of(home, visas, rules, request);
  if (!contents) return std::unexpected(contents.error());
  WrittenBundle written{
      contents->sequence, contents->signers.size(), contents->revoked.size(), {}, {}};
  const auto bundle = crypto::encode_bundle(std::move(*contents));
  if (!bundle) return std::unexpected(bundle.error());
  const std::string comment =
      fmt::format("evisa trust bundle {}, issued {}{}", written.sequence,
                  visa::to_string(request.now), home.settings().test_only ? ", TEST" : "");
  std::error_code error;
  fs::create_directories(request.out, error);
  if (error) return fail(Errc::io, fmt::format("{}: {}", request.out.string(), error.message()));
  sweep_leftovers(request.out);
  const Pair pair(request.out);
  if (const auto ok = pair.write(*bundle, authority.sign(*bundle, comment)); !ok)
    return std::unexpected(ok.error());
  const auto trusted = home.authority();
  if (!trusted) return std::unexpected(trusted.error());
  const auto opened =
      crypto::TrustBundle::open(pair.new_file(), pair.new_signature(), *trusted, written.sequence);
  if (!opened) return std::unexpected(opened.error());
  if (const auto ok = pair.publish(); !ok) return std::unexpected(ok.error());
  written.file = pair.file();
  written.signature = pair.signature();
  return written;
}

}  // namespace evisa::issuer
