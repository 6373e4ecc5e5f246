// One traveller's documents at the booth.
#include "kiosk/visit.h"

#include <algorithm>
#include <utility>

namespace evisa::kiosk {
namespace {

/// So many travellers' documents may lie about.
constexpr std::size_t kMostLeft = 4;

bool same_lines(const visa::Mrz& a, const visa::Mrz& b) {
  return a.line1 == b.line1 && a.line2 == b.line2;
}

/// Of what names the passport: a line that was read a little better is no other document.
crypto::Hash256 hash_of(const visa::Mrz& passport) {
  return crypto::blake2b_256(crypto::as_bytes(passport.document_number),
                             crypto::as_bytes(passport.issuing_state.text()));
}

bool holds(const std::vector<crypto::Hash256>& left, const crypto::Hash256& one) {
  return std::ranges::find(left, one) != left.end();
}

void leave(const crypto::Hash256& one, std::vector<crypto::Hash256>& left) {
  if (holds(left, one)) return;
  if (left.size() == kMostLeft) left.erase(left.begin());
  left.push_back(one);
}

bool same_passport(const visa::Mrz& a, const visa::Mrz& b) {
  return a.document_number == b.document_number && a.issuing_state == b.issuing_state;
}

}  // namespace

bool Visit::see(const reader::Reading& reading, Moment now) {
  if (reading.seal && is_left_behind(*reading.seal)) return false;
  if (reading.seal)
    paper_view_.seen();
  else
    paper_view_.missed(now);
  if (paper_view_.gone()) left_papers_.clear();
  const bool stable = stable_.take(reading).has_value();
  if (reading.several_seals || stable_.several_in_view()) {
    disturbance_ = Disturbance::several_seals;
    return false;
  }
  if (!reading.seal) {
    disturbance_ = reading.barcodes.empty() ? Disturbance::none : Disturbance::other_code;
    return false;
  }
  if (!stable) return false;
  const bool taken = take_paper(reading, now);
  if (paper_ && paper_->seal == reading.seal) paper_by_hand_ = false;
  return taken;
}

bool Visit::scan(const reader::Reading& reading, Moment now) {
  disturbance_ = Disturbance::none;
  if (!reading.seal) {
    disturbance_ = Disturbance::other_code;
    return false;
  }
  const bool taken = take_paper(reading, now);
  if (taken) paper_by_hand_ = true;
  return taken;
}

bool Visit::take_paper(reader::Reading reading, Moment now) {
  disturbance_ = Disturbance::none;
  const bool known = paper_ && paper_->seal == reading.seal;
  if (known) {
    if (stage_ == Stage::partial) since_ = now;  // it is still there
    return false;
  }
  if (!make_room(paper_.has_value())) return false;
  paper_ = std::move(reading);
  arrived(now);
  return true;
}

bool Visit::see_passport(visa::Mrz passport, Moment now) {
  passport_view_.seen();
  const auto hash = hash_of(passport);
  if (holds(left_passports_, hash)) return false;
  left_passports_.clear();
  const bool taken = present_passport(std::move(passport), now);
  if (passport_ && hash_of(*passport_) == hash) passport_by_hand_ = false;
  return taken;
}

void Visit::miss_passport(Moment now) {
  passport_view_.missed(now);
  if (passport_view_.gone()) left_passports_.clear();
}

bool Visit::present_passport(visa::Mrz passport, Moment now) {
  disturbance_ = Disturbance::none;
  if (passport_ && same_passport(*passport_, passport)) {
    if (stage_ == Stage::acted || same_lines(*passport_, passport)) return false;
    return correct_passport(std::move(passport), now);
  }
  if (!make_room(passport_.has_value())) return false;
  passport_ = std::move(passport);
  passport_by_hand_ = true;
  arrived(now);
  return true;
}

bool Visit::correct_passport(visa::Mrz passport, Moment now) {
  if (!passport_ || stage_ == Stage::acted) return present_passport(std::move(passport), now);
  if (same_lines(*passport_, passport)) return false;
  passport_ = std::move(passport);
  arrived(now);
  return true;
}

bool Visit::is_left_behind(const crypto::Bytes& seal) {
  if (left_papers_.empty()) return false;
  if (holds(left_papers_, crypto::blake2b_256(seal))) {
    paper_view_.seen();
    return true;
  }
  left_papers_.clear();
  return false;
}

// What has left the view already is not lying there. What came by hand may lie there unread.
void Visit::leave_behind() {
  if (paper_ && paper_by_hand_) paper_view_.seen();
  if (passport_ && passport_by_hand_) passport_view_.seen();
  if (paper_ && paper_->seal && !paper_view_.gone())
    leave(crypto::blake2b_256(*paper_->seal), left_papers_);
  if (passport_ && !passport_view_.gone())
    leave(hash_of(*passport_), left_passports_);
}

bool Visit::make_room(bool other_of_same_kind) {
  if (stage_ == Stage::acted) {
    clear();
  } else if (other_of_same_kind) {
    // The second paper of a visit is another traveller's: what came with the first one goes too.
    if (stage_ == Stage::judged) {
      disturbance_ = Disturbance::next_document;
      return false;
    }
    clear();
  }
  return true;
}

void Visit::arrived(Moment now) {
  stage_ = paper_ && passport_ ? Stage::complete : Stage::partial;
  since_ = now;
}

bool Visit::go_without(Moment now) {
  if (stage_ != Stage::partial) return false;
  stage_ = Stage::complete;
  since_ = now;
  return true;
}

bool Visit::reconsider(Moment now) {
  if (stage_ != Stage::judged && stage_ != Stage::complete) return false;
  stage_ = Stage::complete;
  since_ = now;
  return true;
}

void Visit::judged(Moment now) {
  if (stage_ != Stage::complete) return;
  stage_ = Stage::judged;
  since_ = now;
}

void Visit::acted(Moment now) {
  stage_ = Stage::acted;
  since_ = now;
}

void Visit::clear() {
  leave_behind();
  stable_ = StableSeal(limits_.stable_frames);
  paper_.reset();
  passport_.reset();
  disturbance_ = Disturbance::none;
  stage_ = Stage::empty;
  ++number_;
}

bool Visit::pass_time(Moment now) {
  const auto waited = now - since_;
  const bool over = (stage_ == Stage::partial && waited >= limits_.partial) ||
                    (stage_ == Stage::judged && waited >= limits_.judged) ||
                    (stage_ == Stage::acted && waited >= limits_.acted);
  if (over) clear();
  return over;
}

}  // namespace evisa::kiosk
