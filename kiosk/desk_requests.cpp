// What the page may ask of the desk; docs/booth-page.md, "From the page".
#include <array>
#include <utility>

#include "crypto/json_writer.h"
#include "crypto/seal_text.h"
#include "crypto/wipe.h"
#include "kiosk/desk.h"
#include "kiosk/shift.h"
#include "reader/seal_choice.h"
#include "verifier/officer_ticks.h"
#include "verifier/presented.h"

namespace evisa::kiosk {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::size_t kLongestText = 4096;

Result<std::string> text_if_given(JsonObject& request, std::string_view key) {
  if (request.find(key) == nullptr) return std::string();
  auto text = request.text(key);
  if (text && text->size() > kLongestText)
    return fail(Errc::out_of_range, std::string(key) + ": too long");
  return text;
}

Result<void> put_flag(JsonObject& request, std::string_view key, bool& place) {
  if (request.find(key) == nullptr) return {};
  const auto flag = request.boolean(key);
  if (!flag) return std::unexpected(flag.error());
  place = *flag;
  return {};
}

Result<verifier::Act> parse_act(std::string_view text) {
  using verifier::Act;
  for (const Act act : {Act::admit, Act::refuse, Act::refer, Act::let_out}) {
    if (text == verifier::to_string(act)) return act;
  }
  return fail(Errc::malformed, "expected admit, refuse, refer or exit");
}

Result<visa::Direction> at_the_border(std::string_view text) {
  const auto direction = visa::parse_direction(text);
  if (direction && *direction == visa::Direction::boarding)
    return fail(Errc::malformed, "expected entry or exit");
  return direction;
}

}  // namespace

Desk::Reply Desk::handle(const Json& json, Moment now) {
  auto request = JsonObject::open(json, "request");
  if (!request) return std::unexpected(request.error());
  const auto type = request->text("type");
  if (!type) return std::unexpected(type.error());
  struct Handler {
    std::string_view type;
    Reply (Desk::*run)(Request&, Moment);
    bool needs_officer = true;
  };
  static constexpr std::array kHandlers{Handler{"log_in", &Desk::log_in, false},
                                        Handler{"log_out", &Desk::log_out},
                                        Handler{"present", &Desk::is_present},
                                        Handler{"shift", &Desk::tell_shift},
                                        Handler{"direction", &Desk::change_direction},
                                        Handler{"ticks", &Desk::change_ticks},
                                        Handler{"passport", &Desk::take_passport},
                                        Handler{"code", &Desk::take_code},
                                        Handler{"go_without", &Desk::go_without},
                                        Handler{"act", &Desk::act},
                                        Handler{"undo", &Desk::undo},
                                        Handler{"clear", &Desk::clear}};
  const auto* handler = std::ranges::find(kHandlers, *type, &Handler::type);
  if (handler == kHandlers.end()) return fail(Errc::malformed, "an unknown request");
  if (handler->needs_officer && !officer_)
    return fail(Errc::ineligible, "nobody is logged in", "log in with badge and PIN");
  last_request_ = now;
  return (this->*handler->run)(*request, now);
}

Result<db::Officer> Desk::check_pin(const std::string& badge, std::string& pin) {
  const auto secret = crypto::SecretBytes::copy_of(crypto::as_bytes(pin));
  crypto::wipe(pin);
  auto officer = parts_.officers.check_pin(badge, secret, parts_.clock());
  if (!officer && officer.error().message == db::kLogInRefused)
    officer.error().code = Errc::untrusted;
  return officer;
}

Desk::Reply Desk::log_in(Request& request, Moment) {
  const auto badge = request.text("badge");
  if (!badge) return std::unexpected(badge.error());
  auto text = request.text("pin");
  if (!text) return std::unexpected(text.error());
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  const auto officer = check_pin(*badge, *text);
  if (!officer) return std::unexpected(officer.error());
  if (officer->role == db::OfficerRole::agent)
    return fail(Errc::untrusted, std::string(db::kLogInRefused));
  leave();
  officer_ = AtDesk{*officer, parts_.clock()};
  return std::nullopt;
}

Desk::Reply Desk::log_out(Request& request, Moment) {
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  leave();
  return std::nullopt;
}

// That it was asked is all.
Desk::Reply Desk::is_present(Request& request, Moment) {
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  return std::nullopt;
}

Desk::Reply Desk::tell_shift(Request& request, Moment) {
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  const auto shift = shift_of(parts_.booth, officer_->officer.badge, officer_->since);
  if (!shift) return std::unexpected(shift.error());
  return to_json(*shift);
}

Desk::Reply Desk::change_direction(Request& request, Moment now) {
  const auto direction = request.parsed("direction", at_the_border);
  if (!direction) return std::unexpected(direction.error());
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  if (visit_.stage() == Stage::acted) visit_.clear();
  changed_ = changed_ || direction_ != *direction;
  direction_ = *direction;
  visit_.reconsider(now);
  follow_visit(now);
  return std::nullopt;
}

Desk::Reply Desk::change_ticks(Request& request, Moment now) {
  verifier::OfficerTicks ticks = ticks_;
  if (auto done = verifier::change_ticks(request, ticks); !done)
    return std::unexpected(done.error());
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  if (visit_.stage() == Stage::acted)
    return fail(Errc::conflict, "the act is on record; its ticks stay as they were");
  ticks_ = std::move(ticks);
  changed_ = true;
  visit_.reconsider(now);
  follow_visit(now);
  return std::nullopt;
}

Desk::Reply Desk::take_passport(Request& request, Moment now) {
  const auto lines = request.text("lines");
  if (!lines) return std::unexpected(lines.error());
  bool corrects = false;
  if (auto done = put_flag(request, "corrects", corrects); !done)
    return std::unexpected(done.error());
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  auto passport = verifier::read_passport(crypto::repair_keyboard_layout(*lines),
                                          visa::LocalTime::kazakhstan().date_of(parts_.clock()));
  if (!passport) return std::unexpected(passport.error());
  const bool taken = corrects ? visit_.correct_passport(std::move(*passport), now)
                              : visit_.present_passport(std::move(*passport), now);
  changed_ = true;
  follow_visit(now);
  if (!taken && visit_.disturbance() == Disturbance::next_document)
    return fail(Errc::conflict, "another passport than the one that was judged",
                "act on this traveller or clear the screen first");
  return std::nullopt;
}

Desk::Reply Desk::take_code(Request& request, Moment now) {
  const auto text = request.text("text");
  if (!text) return std::unexpected(text.error());
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  if (text->size() > kLongestText) return fail(Errc::out_of_range, "text: too long");
  const std::string repaired = crypto::repair_keyboard_layout(*text);
  const auto bytes = crypto::as_bytes(repaired);
  reader::Reading reading;
  reading.barcodes.push_back({.symbology = "scanner", .bytes = {bytes.begin(), bytes.end()}});
  reader::choose_seal(reading);
  visit_.scan(reading, now);
  changed_ = true;
  follow_visit(now);
  return std::nullopt;
}

Desk::Reply Desk::go_without(Request& request, Moment now) {
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  if (!visit_.go_without(now))
    return fail(Errc::conflict, "there is no document that waits for another one");
  follow_visit(now);
  return std::nullopt;
}

Result<void> Desk::check_visit(Request& request) const {
  const auto number = request.integer("visit");
  if (!number) return std::unexpected(number.error());
  if (static_cast<std::uint64_t>(*number) == visit_.number()) return {};
  return fail(Errc::conflict, "another traveller is on the screen now", "look again");
}

Result<std::string> Desk::read_senior(Request& request) {
  const auto badge = text_if_given(request, "senior");
  if (!badge) return badge;
  auto text = text_if_given(request, "senior_pin");
  if (!text || badge->empty()) return text ? badge : text;
  const auto senior = check_pin(*badge, *text);
  if (!senior) return std::unexpected(senior.error());
  if (senior->role == db::OfficerRole::senior || senior->role == db::OfficerRole::supervisor)
    return badge;
  return fail(Errc::ineligible, *badge + " is no senior officer");
}

Desk::Reply Desk::act(Request& request, Moment now) {
  if (auto same = check_visit(request); !same) return std::unexpected(same.error());
  const auto what = request.parsed("act", parse_act);
  if (!what) return std::unexpected(what.error());
  auto note = text_if_given(request, "note");
  if (!note) return std::unexpected(note.error());
  auto senior = read_senior(request);
  if (!senior) return std::unexpected(senior.error());
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  if (visit_.stage() != Stage::judged || !verdict_)
    return fail(Errc::conflict, "there is no verdict to act upon");
  const auto& badge = officer_->officer.badge;
  if (auto words = verifier::check_badges_and_note(badge, *senior, *note); !words)
    return std::unexpected(words.error());
  auto outcome = parts_.booth.record(*verdict_,
                                     {.act = *what,
                                      .officer = badge,
                                      .note = std::move(*note),
                                      .senior = std::move(*senior),
                                      .provisional = true,  // unless a service gives its claim
                                      .back_dated = {}},
                                     parts_.key);
  if (!outcome) return std::unexpected(outcome.error());
  if (outcome->kind == Outcome::Kind::refused) {
    lost_to_ = std::move(outcome->winner);
    visit_.reconsider(now);  // what is known of the visa is something else now
    follow_visit(now);
    return fail(Errc::conflict, "not recorded: the visa was used by event " +
                                    outcome->earlier.value_or(visa::EventId{}).text());
  }
  if (outcome->event) last_act_ = outcome->event;
  outcome_ = std::move(*outcome);
  visit_.acted(now);
  changed_ = true;
  return std::nullopt;
}

Desk::Reply Desk::undo(Request& request, Moment) {
  const auto event = request.parsed("event", visa::EventId::parse);
  if (!event) return std::unexpected(event.error());
  auto note = text_if_given(request, "note");
  if (!note) return std::unexpected(note.error());
  auto senior = read_senior(request);
  if (!senior) return std::unexpected(senior.error());
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  auto outcome =
      parts_.booth.reverse(*event, {officer_->officer.badge, std::move(*senior), std::move(*note)},
                           parts_.clock(), parts_.key);
  if (!outcome) return std::unexpected(outcome.error());
  if (outcome->event) last_act_ = outcome->event;
  visit_.clear();
  changed_ = true;
  follow_visit({});
  return std::nullopt;
}

Desk::Reply Desk::clear(Request& request, Moment now) {
  if (auto same = check_visit(request); !same) return std::unexpected(same.error());
  if (auto done = request.finish(); !done) return std::unexpected(done.error());
  visit_.clear();
  follow_visit(now);
  return std::nullopt;
}

}  // namespace evisa::kiosk
