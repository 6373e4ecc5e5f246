// evisa-verifier bundle import|show: the trust bundle on this device.
#include <fmt/format.h>

#include "cli/command_line.h"
#include "cli/own_file.h"
#include "crypto/files.h"
#include "crypto/strict_json.h"
#include "db/authority_file.h"
#include "verifier/commands.h"
#include "verifier/own_data.h"
#include "verifier/trust_source.h"

namespace evisa::verifier {
namespace {

struct BundleOptions {
  TrustOptions trust;
  std::string new_authority;
  bool json = false;
};

crypto::Json to_json(const crypto::TrustBundle& bundle, visa::Instant now) {
  crypto::Json json;
  json["sequence"] = bundle.sequence();
  json["issued_at"] = visa::to_string(bundle.issued_at());
  json["next_update"] = visa::to_string(bundle.next_update());
  json["age_minutes"] =
      std::chrono::duration_cast<std::chrono::minutes>(now - bundle.issued_at()).count();
  json["test_only"] = bundle.test_only();
  json["ruleset_id"] = bundle.rules().ruleset_id;
  json["revoked_visas"] = bundle.revocations().size();
  json["signers"] = crypto::Json::array();
  for (const auto& signer : bundle.signers().signers())
    json["signers"].push_back(
        {{"identifier", signer.certificate.signer_identifier()},
         {"serial", signer.certificate.serial_hex()},
         {"not_after", visa::to_string(signer.certificate.not_after())},
         {"trusted", signer.trusted},
         {"revoked_at", signer.revoked_at ? crypto::Json(visa::to_string(*signer.revoked_at))
                                          : crypto::Json(nullptr)}});
  return json;
}

void print(const crypto::TrustBundle& bundle, visa::Instant now, bool as_json) {
  const auto json = to_json(bundle, now);
  if (as_json) {
    fmt::print("{}\n", json.dump(2));
    return;
  }
  fmt::print("bundle {}, issued {} ({} min ago), next update {}{}\n", bundle.sequence(),
             visa::to_string(bundle.issued_at()), json["age_minutes"].get<std::int64_t>(),
             visa::to_string(bundle.next_update()), bundle.test_only() ? ", TEST ONLY" : "");
  fmt::print("rule set {}, {} signers, {} visas revoked\n", bundle.rules().ruleset_id,
             bundle.signers().signers().size(), bundle.revocations().size());
}

/// The key that the first import was made with stays the folder's: later commands need not name it,
/// and another one is refused.
Result<void> pin_authority(const TrustOptions& options) {
  const auto given = load_authority(options);
  if (!given) return std::unexpected(given.error());
  const auto file = std::filesystem::path(options.folder) / "authority.pub";
  TrustOptions pinned_options = options;
  pinned_options.authority.clear();
  if (const auto pinned = load_authority(pinned_options)) {
    if (pinned->key == given->key && pinned->id == given->id) return {};
    return fail(Errc::untrusted,
                fmt::format("{}: pinned to key {}, found {}", file.string(), pinned->id_hex(),
                            given->id_hex()),
                "use another folder for another authority");
  } else if (pinned.error().code != Errc::not_found) {
    return std::unexpected(pinned.error());
  }
  return crypto::write_file(file, crypto::as_bytes(given->text("evisa authority")), 0644, false);
}

/// Every file that names the authority for this folder.
std::vector<std::filesystem::path> pins(const TrustOptions& options) {
  const auto inside = std::filesystem::path(options.folder) / "authority.pub";
  std::vector<std::filesystem::path> files;
  if (!options.authority.empty()) files.emplace_back(options.authority);
  std::error_code ignored;
  if (files.empty() || std::filesystem::exists(inside, ignored)) files.push_back(inside);
  return files;
}

int replace_authority(const BundleOptions& options, visa::Instant now) {
  if (const auto before = load_authority(options.trust); !before) return report_own(before.error());
  const auto any = [](const crypto::TrustBundle&) { return Result<void>(); };
  const auto bundle =
      db::replace_authority(options.trust.folder, {options.new_authority, options.trust.bundle},
                            pins(options.trust), any);
  if (!bundle) return cli::report(kProgram, cli::about(options.trust.bundle, bundle.error()));
  print(**bundle, now, options.json);
  fmt::print(stderr,
             "the authority's new key is trusted, the one before it no more; a service that runs "
             "on this folder is to be restarted\n");
  return cli::kOk;
}

int import(const BundleOptions& options, visa::Instant now) {
  if (!options.new_authority.empty()) return replace_authority(options, now);
  const auto authority = load_authority(options.trust);
  if (!authority) return report_own(authority.error());
  const auto store = db::TrustStore::open(options.trust.folder, *authority);
  if (!store) return report_own(cli::about(options.trust.folder, store.error()));
  if (const auto pinned = pin_authority(options.trust); !pinned)
    return cli::report(kProgram, pinned.error());
  const auto& file = options.trust.bundle;
  const auto bundle = (*store)->import(file, file + ".minisig");
  if (!bundle) return cli::report(kProgram, cli::about(file, bundle.error()));
  print(**bundle, now, options.json);
  return cli::kOk;
}

/// A bundle that is named is what is asked about; the one in force is what the device stands on.
int show(const BundleOptions& options, visa::Instant now) {
  if (const auto authority = load_authority(options.trust); !authority)
    return report_own(authority.error());
  const auto loaded = load_trust(options.trust, now);
  if (!loaded)
    return options.trust.bundle.empty() ? report_own(loaded.error())
                                        : cli::report(kProgram, loaded.error());
  print(*loaded->bundle(), now, options.json);
  return cli::kOk;
}

using Run = int (*)(const BundleOptions&, visa::Instant);

void finish(CLI::App& command, Session& session, std::shared_ptr<BundleOptions> options, Run run) {
  command.add_flag("--json", options->json, "For machines");
  command.callback([&session, options, run] {
    if (run == show) require_one_source(options->trust);
    session.chosen = [options, run, now = session.now] { return run(*options, now); };
  });
}

}  // namespace

void add_bundle_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("bundle", "The trust bundle on this device");
  command->require_subcommand(1);
  auto options = std::make_shared<BundleOptions>();
  auto* take = command->add_subcommand("import", "Verify a bundle and take it over");
  take->add_option("FILE", options->trust.bundle, "trust.bundle; FILE.minisig beside it")
      ->required();
  take->add_option("--trust", options->trust.folder, "Folder that keeps it")->required();
  take->add_option("--authority", options->trust.authority,
                   "The authority's minisign public key; remembered from the first import");
  take->add_option("--new-authority", options->new_authority,
                   "The authority has a new key, this file, and FILE is its first bundle; written "
                   "over the one before it");
  finish(*take, session, options, import);
  auto* tell = command->add_subcommand("show", "What the bundle in force says");
  add_bundle_options(*tell, options->trust);
  finish(*tell, session, options, show);
}

}  // namespace evisa::verifier
