// evisa-issuer show: what the register knows of a visa, an application or a passport.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "cli/own_file.h"
#include "db/record_json.h"
#include "db/visa_register.h"
#include "issuer/command_options.h"
#include "issuer/office_files.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, number, application, passport;
  bool json = false;
};

using Entries = std::vector<db::RegisterEntry>;

Result<Entries> by_number(const db::VisaRegister& visas, const std::string& text) {
  const auto number = visa::VisaNumber::parse(text);
  if (!number) return std::unexpected(number.error());
  auto entry = visas.find(*number);
  if (!entry) return std::unexpected(entry.error());
  return *entry ? Entries{std::move(**entry)} : Entries{};
}

Result<Entries> look_up(const db::VisaRegister& visas, const Options& options) {
  if (!options.number.empty()) return by_number(visas, options.number);
  if (!options.application.empty()) return visas.find_by_application(options.application);
  const auto passport = visa::PassportNumber::parse(options.passport);
  if (!passport) return std::unexpected(passport.error());
  return visas.find_by_passport(*passport);
}

void print_text(const db::RegisterEntry& entry) {
  const auto& record = entry.record;
  const auto& visa = record.visa;
  std::vector<std::string_view> points;
  for (const auto& point : visa.entry_points) points.push_back(point.text());
  fmt::print("e-visa          {}\n", visa.number ? visa.number->text() : "-");
  fmt::print("status          {}\n", visa::to_string(record.status));
  if (record.revocation) {
    fmt::print("revoked         {} ({})\n", record.revocation->date.iso(),
               visa::to_string(record.revocation->why));
  }
  fmt::print("application     {}, invitation {}\n", record.application_number,
             record.invitation_number);
  fmt::print("inviter         {}\n", record.inviter);
  fmt::print("name            {}\n", visa.name.display());
  fmt::print("born            {}, sex {}, citizen of {}\n", visa.birth.display(),
             visa::mrz_char(visa.sex), visa.nationality.text());
  fmt::print("passport        {} of {}\n", visa.passport_number.text(),
             visa.passport_issuing_state ? visa.passport_issuing_state->text() : "-");
  fmt::print("category        {}, {} day(s), {} entry\n", visa.category.text(), visa.stay.days,
             visa.entries);
  fmt::print("valid           {} to {}\n", visa.valid_from ? visa.valid_from->iso() : "-",
             visa.valid_until.iso());
  fmt::print("entry points    {}\n", fmt::join(points, ", "));
  fmt::print("issued          {} (version {})\n", visa::to_string(entry.issued_at), record.version);
}

void print_json(const Entries& entries, bool one) {
  crypto::Json list = crypto::Json::array();
  for (const auto& entry : entries) list.push_back(db::to_json(entry.record));
  const auto& printed = one ? list.at(0) : list;
  fmt::print("{}\n", printed.dump(2, ' ', false, crypto::Json::error_handler_t::replace));
}

Result<int> run(const Options& options) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto visas = open_register(*home);
  if (!visas) return std::unexpected(visas.error());
  const auto entries = cli::of_own_file(look_up(**visas, options), home->register_file());
  if (!entries) return std::unexpected(entries.error());
  if (entries->empty()) return fail(Errc::not_found, "the register has no such e-visa");
  if (options.json) {
    print_json(*entries, !options.number.empty());
    return cli::kOk;
  }
  for (std::size_t i = 0; i < entries->size(); ++i) {
    if (i > 0) fmt::print("\n");
    print_text((*entries)[i]);
  }
  return cli::kOk;
}

}  // namespace

void add_show(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = add_command(app, "show", "Show what the register knows");
  command->add_option("number", options->number, "Visa number")
      ->check(taken_by(visa::VisaNumber::parse));
  command->add_option("--application", options->application, "All e-visas of an application");
  command->add_option("--passport", options->passport, "All e-visas of a passport")
      ->check(taken_by(visa::PassportNumber::parse));
  command->add_flag(
      "--json", options->json,
      "The record as JSON (evisa-verifier --record reads it); a list when not by NUMBER");
  add_home(*command, options->home);
  command->callback([options, &commands] {
    const int asked =
        !options->number.empty() + !options->application.empty() + !options->passport.empty();
    if (asked != 1) {
      throw CLI::ValidationError("show", "expected one of NUMBER, --application and --passport");
    }
    commands.chosen = [options] { return run(*options); };
  });
}

}  // namespace evisa::issuer
