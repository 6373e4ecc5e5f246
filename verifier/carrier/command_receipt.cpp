// evisa-verifier receipt verify: what a carrier was told, proved (docs/boarding-receipt.md).
#include <fmt/format.h>

#include <algorithm>

#include "cli/command_line.h"
#include "crypto/boarding_receipt.h"
#include "crypto/files.h"
#include "crypto/strict_json.h"
#include "verifier/commands.h"
#include "verifier/input.h"
#include "visa/trim.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kReceiptLimit = 64U << 10;
constexpr std::size_t kKeyLimit = 4096;

struct ReceiptOptions {
  std::string file, key, asked;
  bool json = false;
};

Result<crypto::Ed25519PublicKey> read_key(const std::string& file) {
  const auto content = crypto::read_file(file, kKeyLimit);
  if (!content) return std::unexpected(content.error());
  std::string_view text = crypto::as_text(*content);
  if (text.ends_with('\n')) text.remove_suffix(1);
  const auto bytes = crypto::from_base64(visa::trim(text));
  crypto::Ed25519PublicKey key{};
  if (!bytes || bytes->size() != key.size())
    return fail(Errc::malformed,
                fmt::format("{}: not a verifier's public key (32 bytes in base64)", file));
  std::ranges::copy(*bytes, key.begin());
  return key;
}

/// The receipt answers the question of this file. A line end after it is no part of the question.
Result<void> check_asked(const std::string& file, const crypto::BoardingReceipt& receipt) {
  const auto content = read_input(file, kReceiptLimit);
  if (!content) return std::unexpected(content.error());
  std::string_view asked = crypto::as_text(*content);
  if (asked.ends_with('\n')) asked.remove_suffix(1);
  if (crypto::hash_asked(crypto::as_bytes(asked), receipt.salt) == receipt.asked) return {};
  return fail(Errc::bad_signature, fmt::format("{}: the receipt answers another question", file),
              "the question must be byte for byte as docs/boarding-receipt.md writes it");
}

Result<crypto::BoardingReceipt> open(const ReceiptOptions& options) {
  const auto key = read_key(options.key);
  if (!key) return std::unexpected(key.error());
  const auto content = read_input(options.file, kReceiptLimit);
  if (!content) return std::unexpected(content.error());
  const auto file = crypto::parse_receipt_file(crypto::as_text(*content));
  if (!file) return std::unexpected(file.error());
  auto receipt = crypto::open_receipt(*file, *key);
  if (!receipt || options.asked.empty()) return receipt;
  if (auto ok = check_asked(options.asked, *receipt); !ok) return std::unexpected(ok.error());
  return receipt;
}

void print(const crypto::BoardingReceipt& r, const ReceiptOptions& options) {
  if (options.json) {
    const crypto::Json json = {{"receipt", r.id.text()},
                               {"time", visa::to_string(r.time)},
                               {"carrier", r.carrier},
                               {"flight", r.flight},
                               {"airport", r.airport.text()},
                               {"answer", visa::to_string(r.answer)},
                               {"text", r.text},
                               {"code", r.code ? crypto::Json(*r.code) : crypto::Json()},
                               {"ruleset_id", r.ruleset_id},
                               {"bundle_sequence", r.bundle_sequence},
                               {"question_checked", !options.asked.empty()}};
    fmt::print("{}\n", json.dump(2));
    return;
  }
  fmt::print("receipt {} of {}, told to {}\n", r.id.text(), visa::to_string(r.time), r.carrier);
  fmt::print("{}{}{} at {}{}{}\n", visa::to_string(r.answer), r.code ? "  " : "",
             r.code.value_or(""), r.airport.text(), r.flight.empty() ? "" : ", flight ", r.flight);
  if (r.arrival) fmt::print("scheduled arrival {}\n", visa::to_string(*r.arrival));
  if (!r.text.empty()) fmt::print("{}\n", r.text);
  fmt::print("rule set {}, bundle {}, software {}\n", r.ruleset_id, r.bundle_sequence, r.software);
  fmt::print("signature in order; the question {}\n",
             options.asked.empty() ? "was not checked (--asked)" : "is this receipt's");
}

int verify(const ReceiptOptions& options) {
  const auto receipt = open(options);
  if (!receipt) return cli::report(kProgram, receipt.error());
  print(*receipt, options);
  return cli::kOk;
}

}  // namespace

void add_receipt_command(CLI::App& app, Session& session) {
  auto* group = app.add_subcommand("receipt", "Receipts of what carriers were told");
  group->require_subcommand(1);
  auto* command = group->add_subcommand("verify", "Check a receipt's signature and show it");
  auto options = std::make_shared<ReceiptOptions>();
  command->add_option("FILE", options->file, "The receipt as it came; - for standard input")
      ->required();
  command->add_option("--key", options->key, "Public key of the airport's verifier, base64")
      ->type_name("PUB")
      ->required();
  command->add_option("--asked", options->asked, "The question, to see that this answers it")
      ->type_name("FILE");
  command->add_flag("--json", options->json, "For machines");
  command->callback(
      [&session, options] { session.chosen = [options] { return verify(*options); }; });
}

}  // namespace evisa::verifier
