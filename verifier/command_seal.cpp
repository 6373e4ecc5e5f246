// evisa-verifier seal: validates the seal alone.
#include <fmt/format.h>

#include "cli/command_line.h"
#include "cli/taken_by.h"
#include "verifier/commands.h"
#include "verifier/input.h"
#include "verifier/own_data.h"
#include "verifier/seal_json.h"
#include "verifier/seal_scan.h"
#include "verifier/trust_source.h"

namespace evisa::verifier {
namespace {

struct SealOptions {
  std::string file, hex, text, at, profile;
  TrustOptions trust;
  bool any_type = false, json = false;
};

crypto::ValidationOptions validation_options(const SealOptions& options) {
  crypto::ValidationOptions validation;
  if (options.profile == "national") validation.profile = crypto::Profile::national;
  if (options.profile == "icao") validation.profile = crypto::Profile::icao;
  validation.any_document_type = options.any_type;
  return validation;
}

Result<crypto::SealValidation> validate(const SealOptions& options,
                                        const crypto::SignerSet& signers, visa::Instant at) {
  const auto how = validation_options(options);
  if (!options.text.empty()) return validate_scan(crypto::as_bytes(options.text), signers, at, how);
  if (!options.hex.empty()) {
    const auto bytes = crypto::from_hex(options.hex);
    if (!bytes) return std::unexpected(bytes.error());
    return crypto::validate_seal(*bytes, signers, at, how);
  }
  const auto document = read_document(options.file);
  if (!document) return std::unexpected(document.error());
  if (document->pages.empty()) return validate_scan(document->scanned, signers, at, how);
  return validate_reading(one_view(document->pages), signers, at, how);
}

int run(const SealOptions& options, visa::Instant now) {
  const auto at = instant_or(options.at, now);
  if (!at) return report_usage(at.error());
  const auto signers = load_signers(options.trust);
  if (!signers) return report_own(signers.error());
  const auto validation = validate(options, *signers, *at);
  if (!validation) return cli::report(kProgram, validation.error());
  if (options.json)
    fmt::print("{}\n", to_json(*validation).dump(2));
  else
    fmt::print("{}", to_text(*validation));
  return validation->status == crypto::SealStatus::valid ? cli::kOk : cli::kRefused;
}

}  // namespace

void add_seal_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("seal", "Validate a seal alone (Doc 9303-13 appendix D)");
  auto options = std::make_shared<SealOptions>();
  auto* source = command->add_option_group("source", "What holds the seal");
  source->add_option("FILE", options->file, "Picture, PDF, scanned text or bytes; - for stdin")
      ->check(cli::not_empty);
  source->add_option("--hex", options->hex, "The seal's bytes")
      ->check(cli::not_empty)
      ->check(cli::taken_by(crypto::from_hex));
  source->add_option("--text", options->text, "The code's text, KZV1...")->check(cli::not_empty);
  source->require_option(1);
  add_certificate_options(*command, options->trust);
  command->get_option("--signers")->required();
  command->add_option("--at", options->at, "Instant to judge at, 2026-11-20T10:00:00Z; default now")
      ->check(cli::taken_by(visa::parse_instant));
  command->add_option("--profile", options->profile, "Only seals of this profile")
      ->check(CLI::IsMember({"national", "icao"}));
  command->add_flag("--any-type", options->any_type, "Also seals that are not visas");
  command->add_flag("--json", options->json, "For machines");
  command->callback([&session, options] {
    session.chosen = [options, now = session.now] { return run(*options, now); };
  });
}

}  // namespace evisa::verifier
