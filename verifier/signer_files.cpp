// Certificates and CRLs from files, for trust that is given by hand.
#include <fmt/format.h>

#include <algorithm>

#include "cli/own_file.h"
#include "crypto/files.h"
#include "verifier/own_data.h"
#include "verifier/trust_source.h"

namespace evisa::verifier {
namespace {

namespace fs = std::filesystem;
using Certificates = std::vector<crypto::Certificate>;

constexpr std::size_t kCertificateLimit = 1U << 20;

bool is_certificate_file(const fs::path& file) {
  const auto ending = file.extension();
  return ending == ".pem" || ending == ".crt" || ending == ".cer" || ending == ".der";
}

Result<void> append_file(const fs::path& file, Certificates& all) {
  const auto content = crypto::read_file(file, kCertificateLimit);
  if (!content) return std::unexpected(content.error());
  if (crypto::as_text(*content).contains("-----BEGIN")) {
    auto some = crypto::Certificate::parse_all(*content);
    if (!some) return std::unexpected(cli::about(file.string(), some.error()));
    all.insert(all.end(), some->begin(), some->end());
    return {};
  }
  auto one = crypto::Certificate::parse(*content);
  if (!one) return std::unexpected(cli::about(file.string(), one.error()));
  all.push_back(std::move(*one));
  return {};
}

Result<std::vector<fs::path>> certificate_files(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (is_certificate_file(it->path())) files.push_back(it->path());
  if (error)
    return fail(error == std::errc::no_such_file_or_directory ? Errc::not_found : Errc::io,
                fmt::format("{}: {}", folder, error.message()));
  if (files.empty())
    return fail(Errc::not_found,
                fmt::format("{}: no certificate (.pem, .crt, .cer, .der) in this folder", folder));
  std::ranges::sort(files);
  return files;
}

Result<crypto::RevocationList> load_crl(const std::string& file, const Certificates& anchors) {
  const auto content = crypto::read_file(file, kCertificateLimit);
  if (!content) return std::unexpected(content.error());
  Error last{Errc::bad_signature, fmt::format("{}: no CSCA certificate to check it with", file),
             "--csca FILE names the CSCA that signed the list"};
  for (const auto& anchor : anchors) {
    auto list = crypto::RevocationList::parse(*content, anchor);
    if (list) return list;
    last = cli::about(file, list.error());
  }
  return std::unexpected(last);
}

}  // namespace

Result<crypto::SignerSet> load_signers(const TrustOptions& options) {
  Certificates signers, anchors;
  const auto files = certificate_files(options.signers);
  if (!files) return std::unexpected(files.error());
  for (const auto& file : *files)
    if (auto done = append_file(file, signers); !done) return std::unexpected(done.error());
  for (const auto& file : options.csca)
    if (auto done = append_file(file, anchors); !done) return std::unexpected(done.error());
  std::vector<crypto::RevocationList> crls;
  for (const auto& file : options.crl) {
    auto list = load_crl(file, anchors);
    if (!list) return std::unexpected(list.error());
    crls.push_back(std::move(*list));
  }
  return crypto::SignerSet::build(std::move(signers), std::move(anchors), crls);
}

}  // namespace evisa::verifier
