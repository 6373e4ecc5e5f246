// Where a command's trust comes from.
#include "verifier/trust_source.h"

#include <fmt/format.h>

#include "cli/own_file.h"
#include "db/authority_file.h"
#include "verifier/own_data.h"

namespace evisa::verifier {
namespace {

Result<LoadedTrust> from_bundle_file(const TrustOptions& options) {
  const auto authority = load_authority(options);
  if (!authority) return std::unexpected(authority.error());
  auto bundle =
      crypto::TrustBundle::open(options.bundle, options.bundle + ".minisig", *authority, 0);
  if (!bundle) return std::unexpected(cli::about(options.bundle, bundle.error()));
  return LoadedTrust::of(std::move(*bundle));
}

Result<LoadedTrust> from_folder(const TrustOptions& options, visa::Instant now) {
  const auto authority = load_authority(options);
  if (!authority) return std::unexpected(authority.error());
  auto store = db::TrustStore::open(options.folder, *authority);
  if (!store) return std::unexpected(cli::about(options.folder, store.error()));
  auto bundle = (*store)->current();
  if (!bundle) return std::unexpected(cli::about(options.folder, bundle.error()));
  LoadedTrust loaded = LoadedTrust::of(std::move(*bundle));
  const auto latest = (*store)->latest_time();
  if (!latest) return std::unexpected(cli::about(options.folder, latest.error()));
  loaded.judge_clock(now, *latest);
  return loaded;
}

Result<LoadedTrust> from_certificates(const TrustOptions& options) {
  auto signers = load_signers(options);
  if (!signers) return std::unexpected(signers.error());
  return LoadedTrust::of(std::move(*signers));
}

constexpr std::string_view kSources =
    "--bundle FILE --authority PUB, or --trust DIR, or --signers DIR --csca FILE";

int count_sources(const TrustOptions& options) {
  return !options.bundle.empty() + !options.folder.empty() + !options.signers.empty();
}

Result<LoadedTrust> from_source(const TrustOptions& options, visa::Instant now) {
  if (const int sources = count_sources(options); sources != 1)
    return fail(Errc::malformed,
                fmt::format("{} sources of trust given, exactly one expected", sources),
                std::string(kSources));
  if (!options.bundle.empty()) return from_bundle_file(options);
  if (!options.folder.empty()) return from_folder(options, now);
  return from_certificates(options);
}

}  // namespace

void add_certificate_options(CLI::App& command, TrustOptions& options) {
  command.add_option("--signers", options.signers, "Folder of signer certificates")
      ->type_name("DIR");
  // One value each time: `--csca A FILE` must not swallow FILE.
  command.add_option("--csca", options.csca, "Trusted CSCA certificate, or a signer to pin")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command.add_option("--crl", options.crl, "Revocation list of a CSCA")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

void add_bundle_options(CLI::App& command, TrustOptions& options) {
  command.add_option("--bundle", options.bundle, "Trust bundle; FILE.minisig lies beside it")
      ->type_name("FILE");
  command.add_option("--authority", options.authority, "The authority's minisign public key")
      ->type_name("PUB");
  command.add_option("--trust", options.folder, "Folder of imported trust")->type_name("DIR");
}

void require_one_source(const TrustOptions& options) {
  if (const int sources = count_sources(options); sources != 1)
    throw CLI::ValidationError(
        "trust", fmt::format("{} sources given, exactly one expected: {}", sources, kSources));
  if (!options.bundle.empty() && options.authority.empty())
    throw CLI::RequiredError("--authority (the key that --bundle is signed with)");
  if (options.signers.empty() && !(options.csca.empty() && options.crl.empty()))
    throw CLI::ValidationError("--csca, --crl", "go with --signers");
}

const crypto::SignerSet& LoadedTrust::signers() const {
  return bundle_ ? bundle_->signers() : signers_;
}

LoadedTrust LoadedTrust::of(std::shared_ptr<const crypto::TrustBundle> bundle) {
  LoadedTrust loaded;
  loaded.trust_ = {.rules = &bundle->rules(),
                   .reasons = &bundle->reasons(),
                   .airports = &bundle->airports(),
                   .countries = &bundle->countries(),
                   .revocations = &bundle->revocations(),
                   .bundle_sequence = bundle->sequence(),
                   .data_as_of = bundle->issued_at()};
  loaded.bundle_ = std::move(bundle);
  return loaded;
}

LoadedTrust LoadedTrust::of(crypto::SignerSet signers) {
  LoadedTrust loaded;
  loaded.signers_ = std::move(signers);
  loaded.trust_ = {.rules = &visa::RuleSet::builtin(),
                   .reasons = &visa::ReasonTable::builtin(),
                   .airports = &visa::AirportTable::builtin(),
                   .countries = &visa::CountryTable::builtin()};
  return loaded;
}

void LoadedTrust::judge_clock(visa::Instant now, std::optional<visa::Instant> latest,
                              std::optional<visa::Instant> service) {
  trust_.clock = visa::judge_clock(
      now, {.latest = latest, .bundle_issued = trust_.data_as_of, .service = service},
      *trust_.rules);
}

Result<crypto::MinisignPublicKey> load_authority(const TrustOptions& options) {
  const auto file = !options.authority.empty()
                        ? std::filesystem::path(options.authority)
                        : std::filesystem::path(options.folder) / "authority.pub";
  if (options.authority.empty() && options.folder.empty())
    return fail(Errc::not_found, "no authority's key was given",
                "--authority PUB names the ministry's minisign public key");
  return db::read_authority(file);
}

Result<LoadedTrust> load_trust(const TrustOptions& options, visa::Instant now) {
  auto loaded = from_source(options, now);
  if (!loaded) return loaded;
  if (loaded->trust().clock.trusted()) loaded->judge_clock(now, std::nullopt);
  return loaded;
}

}  // namespace evisa::verifier
