// The officer's desk: what changes on it by itself.
#include "kiosk/desk.h"

#include <utility>

namespace evisa::kiosk {

std::string_view to_string(CameraState state) {
  switch (state) {
    case CameraState::opening:
      return "opening";
    case CameraState::live:
      return "live";
    case CameraState::lost:
      return "lost";
    case CameraState::frozen:
      return "frozen";
    case CameraState::dark:
      return "dark";
  }
  return "";
}

Result<Desk> Desk::open(DeskParts parts, DeskLimits limits) {
  Desk desk(std::move(parts), limits);
  const std::string& name = desk.parts_.booth.home().identity().name();
  const auto head = desk.parts_.booth.log().head(name);
  if (!head) return std::unexpected(head.error());
  if (head->sequence > 0) {
    auto last = desk.parts_.booth.log().find({name, head->sequence});
    if (!last) return std::unexpected(last.error());
    desk.last_act_ = std::move(*last);
  }
  return desk;
}

void Desk::see(const Sight& sight, Moment now) {
  if (!officer_) return;
  see_paper(sight.reading, now);
  // The visa's page has an MRZ as well. One that cannot be read surely may be the passport's.
  if (!sight.mrz || sight.mrz->format != visa::MrzFormat::td3)
    visit_.miss_passport(now);
  else if (sight.mrz_sure)
    see_passport(sight.mrz->text(), now);
}

void Desk::see_paper(const reader::Reading& reading, Moment now) {
  const auto before = visit_.disturbance();
  const auto number = visit_.number();
  const bool documents = visit_.see(reading, now);
  changed_ = changed_ || documents || visit_.disturbance() != before || visit_.number() != number;
  follow_visit(now);
}

void Desk::see_passport(const std::string& lines, Moment now) {
  auto mrz = visa::parse_mrz(lines, visa::LocalTime::kazakhstan().date_of(parts_.clock()));
  if (!mrz || !mrz->defects.empty()) return;
  const auto before = visit_.disturbance();
  const bool taken = visit_.see_passport(std::move(*mrz), now);
  changed_ = changed_ || taken || visit_.disturbance() != before;
  follow_visit(now);
}

void Desk::camera_is(CameraState state, std::string detail) {
  changed_ = changed_ || state != camera_ || detail != camera_detail_;
  camera_ = state;
  camera_detail_ = std::move(detail);
}

void Desk::pass_time(Moment now) {
  const auto unattended = now - last_request_;
  const bool gone = unattended >= limits_.unattended ||
                    (unattended >= limits_.idle && now - last_work_ >= limits_.idle);
  if (officer_ && gone && visit_.stage() != Stage::judged) leave();
  if (visit_.pass_time(now)) changed_ = true;
  follow_visit(now);
}

void Desk::leave() {
  officer_.reset();
  last_judged_.reset();
  visit_.clear();
  changed_ = true;
}

void Desk::follow_visit(Moment now) {
  if (ticked_visit_ != visit_.number()) {
    ticked_visit_ = visit_.number();
    ticks_ = {};
    verdict_.reset();
    outcome_.reset();
    lost_to_.reset();
    no_verdict_.clear();
    changed_ = true;
  }
  if (visit_.stage() == Stage::complete) judge(now);
}

void Desk::judge(Moment now) {
  Presented presented;
  if (visit_.paper()) presented.reading = *visit_.paper();
  presented.passport = visit_.passport();
  presented.direction = direction_;
  presented.ticks = ticks_;
  presented.lost_to = lost_to_;
  if (!visit_.paper()) presented.ticks.printout_shown = false;
  auto verdict = parts_.booth.inspect(presented, parts_.clock());
  if (!verdict) {  // tried again as time passes
    changed_ = changed_ || no_verdict_ != verdict.error().message;
    no_verdict_ = verdict.error().message;
    verdict_.reset();
    return;
  }
  no_verdict_.clear();
  verdict_ = std::move(*verdict);
  visit_.judged(now);
  note_work(now);
  changed_ = true;
}

void Desk::note_work(Moment now) {
  const crypto::Bytes none;
  const auto& seal = visit_.paper() ? visit_.paper()->seal : std::nullopt;
  const std::string number = visit_.passport() ? visit_.passport()->document_number : std::string();
  const auto documents = crypto::blake2b_256(seal ? *seal : none, crypto::as_bytes(number));
  if (last_judged_ == documents) return;
  last_judged_ = documents;
  last_work_ = now;
}

}  // namespace evisa::kiosk
