// evisa-issuer pdf: the page of an issued visa once more; the same bytes for the same options.
#include <fmt/core.h>

#include "cli/own_file.h"
#include "crypto/files.h"
#include "db/visa_register.h"
#include "issuer/command_options.h"
#include "issuer/office_files.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, number, out;
  RuleFiles rule_files;
  PageFlags page;
};

Result<db::RegisterEntry> find_issued(const AuthorityHome& home, const std::string& text) {
  const auto number = visa::VisaNumber::parse(text);
  if (!number) return std::unexpected(number.error());
  const auto visas = open_register(home);
  if (!visas) return std::unexpected(visas.error());
  auto entry = cli::of_own_file((*visas)->find(*number), home.register_file());
  if (!entry) return std::unexpected(entry.error());
  if (!*entry)
    return fail(Errc::not_found, fmt::format("the register has no e-visa {}", number->text()));
  if ((*entry)->record.revocation) {
    return fail(Errc::ineligible,
                fmt::format("e-visa {} was revoked on {}: it is not printed again", number->text(),
                            (*entry)->record.revocation->date.iso()));
  }
  return std::move(**entry);
}

Result<int> run(const Options& options) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto rules = load_rules(options.rule_files);
  if (!rules) return std::unexpected(rules.error());
  const auto entry = find_issued(*home, options.number);
  if (!entry) return std::unexpected(entry.error());
  auto page = printout_options(options.page, home->settings());
  page.created = entry->issued_at;
  page.rules = &rules->ruleset;
  page.countries = &rules->countries;
  page.airports = &rules->airports;
  const auto pdf = render_printout(entry->record, entry->seal, page);
  if (!pdf) return std::unexpected(pdf.error());
  if (const auto ok = check_printout(*pdf, entry->record, entry->seal); !ok)
    return std::unexpected(ok.error());
  if (const auto ok = crypto::write_file(options.out, *pdf); !ok)
    return std::unexpected(ok.error());
  fmt::print("{}\n", options.out);
  return cli::kOk;
}

}  // namespace

void add_pdf(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = add_command(app, "pdf", "Print the page of an issued e-visa once more");
  command->add_option("number", options->number, "Visa number")
      ->check(taken_by(visa::VisaNumber::parse))
      ->required();
  add_home(*command, options->home);
  command->add_option("--out", options->out, "The PDF to write")->required();
  add_rules(*command, options->rule_files);
  add_page(*command, options->page);
  command->callback(
      [options, &commands] { commands.chosen = [options] { return run(*options); }; });
}

}  // namespace evisa::issuer
