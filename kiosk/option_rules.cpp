// Which options go together.
#include "kiosk/option_rules.h"

#include "http/private_endpoint.h"

namespace evisa::kiosk {
namespace {

bool corrects(const Options& options) {
  return options.act == "reverse" || options.act == "resolve";
}

bool names_a_traveller(const Options& options) {
  return !options.source.empty() || !options.passport_mrz.empty() || !options.arrival.empty() ||
         !options.flight.empty();
}

Result<void> check_by_hand(const Options& options) {
  if (corrects(options) == options.event.empty() || corrects(options) != options.visa.empty())
    return fail(Errc::malformed,
                "--act reverse and resolve go with --event, --act exit with --visa",
                "for example --act reverse --event ALA-03/17");
  if (!corrects(options) && options.act != "exit")
    return fail(Errc::malformed, "--visa: nobody is admitted or refused on a number",
                "--act exit lets out a traveller whose paper cannot be read");
  if (!options.record) return fail(Errc::malformed, "an act by hand needs --record");
  if (names_a_traveller(options))
    return fail(Errc::malformed,
                "an act by hand takes no --source, --passport-mrz, --arrival or --flight");
  return {};
}

Result<void> check_watching(const Options& options) {
  if (options.source.empty())
    return fail(Errc::malformed, "no --source, and no command",
                "a camera's number or a video file, or one of init and bundle");
  const auto act = named_act(options);
  if (!act) return {};
  const auto direction = visa::parse_direction(options.direction);
  if (!direction) return std::unexpected(direction.error());
  return verifier::fits_direction(*act, *direction);
}

}  // namespace

std::optional<verifier::Act> named_act(const Options& options) {
  using verifier::Act;
  for (const Act act : {Act::admit, Act::refuse, Act::refer, Act::let_out}) {
    if (options.act == verifier::to_string(act)) return act;
  }
  return std::nullopt;
}

Result<void> check_service(const Options& options) {
  if (options.service.empty()) return {};
  auto endpoint = http::parse_private_endpoint(options.service);
  if (!endpoint) {
    endpoint.error().message = "--service " + endpoint.error().message;
    return std::unexpected(endpoint.error());
  }
  if (endpoint->tls && options.service_ca.empty())
    return fail(Errc::malformed, "--service https://... needs --service-ca FILE",
                "the root of this installation's certificates");
  return {};
}

bool is_by_hand(const Options& options) {
  return !options.visa.empty() || !options.event.empty() || corrects(options);
}

Result<void> check_self_test(const Options& options) {
  if (options.source.empty())
    return fail(Errc::malformed, "the self-test needs --source", "the camera's number, such as 0");
  if (options.record || is_by_hand(options) || !options.passport_mrz.empty())
    return fail(Errc::malformed, "a self-test serves no traveller");
  return check_service(options);
}

Result<void> check_together(const Options& options) {
  if (auto ok = is_by_hand(options) ? check_by_hand(options) : check_watching(options); !ok)
    return ok;
  if (auto ok = check_service(options); !ok) return ok;
  if (!options.record) return {};
  return verifier::check_badges_and_note(options.officer, options.senior, options.reason);
}

}  // namespace evisa::kiosk
