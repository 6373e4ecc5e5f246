// `evisa-kiosk --visa NUMBER --act exit`, `--act reverse` and `--act resolve`: acts without a
// camera.
#include <fmt/core.h>

#include <cstdio>

#include "cli/command_line.h"
#include "kiosk/commands.h"
#include "kiosk/connection.h"
#include "kiosk/link_text.h"
#include "kiosk/option_rules.h"
#include "kiosk/outcome_text.h"
#include "kiosk/session.h"

namespace evisa::kiosk {
namespace {

Result<Outcome> act(Session& session, const Options& options, const crypto::Ed25519SecretKey& key) {
  const ByHand by{.officer = options.officer, .senior = options.senior, .note = options.reason};
  if (!options.visa.empty()) {
    const auto number = visa::VisaNumber::parse(options.visa);
    if (!number) return std::unexpected(number.error());
    return session.booth->let_out_by_hand(*number, by, session.clock(), key);
  }
  const auto event = visa::EventId::parse(options.event);
  if (!event) return std::unexpected(event.error());
  return options.act == "reverse" ? session.booth->reverse(*event, by, session.clock(), key)
                                  : session.booth->resolve(*event, by, session.clock(), key);
}

void print(const Outcome& outcome, const LinkReport& link, const Options& options,
           visa::Language language) {
  const auto& table = visa::ReasonTable::builtin();
  if (options.json) {
    crypto::Json json = to_json(outcome, table, language);
    if (link.state != LinkState::none) put_link(json, link);
    fmt::print("{}\n", json.dump(2));
  } else {
    fmt::print("{}{}", to_text(outcome, table, language), link_text(link, language));
  }
  std::fflush(stdout);  // nobody waits for what comes after it
}

}  // namespace

Result<int> record_by_hand(const Options& options, const Clock& clock) {
  if (const auto ok = check_together(options); !ok) return std::unexpected(ok.error());
  auto session = open_session(options, clock);
  if (!session) return std::unexpected(session.error());
  const auto service = Connection::open(options, *session->booth, clock);
  if (!service) return std::unexpected(service.error());
  const auto key = unlock(*session->booth, options);
  if (!key) return std::unexpected(key.error());
  const auto outcome = act(*session, options, *key);
  if (!outcome) return std::unexpected(outcome.error());
  const auto link = *service ? (*service)->report() : LinkReport{};
  print(*outcome, link, options, session->language);
  if (*service) (*service)->finish(kHandIn);
  return outcome->kind == Outcome::Kind::refused ? cli::kRefused : cli::kOk;
}

}  // namespace evisa::kiosk
