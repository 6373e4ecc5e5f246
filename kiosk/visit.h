// One traveller's documents at the booth, from the first one in view until the screen is cleared:
// in either order, and never together with those of the traveller before.
//
//   empty -> partial -> complete -> judged -> acted -> empty
//
// Every step may also go back to `empty`: the officer clears, or the time is over.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/blake2b.h"
#include "kiosk/absence.h"
#include "kiosk/stable_seal.h"
#include "reader/reading.h"
#include "visa/mrz.h"

namespace evisa::kiosk {

/// What is being waited for.
enum class Stage {
  empty,     ///< a document
  partial,   ///< the other document, or the officer's word that there is none
  complete,  ///< the verdict
  judged,    ///< the officer's act
  acted      ///< the screen to be cleared, or the next document
};

/// What a camera saw that is no document of this visit.
enum class Disturbance {
  none,
  several_seals,  ///< two different e-visas in view: never chosen between (TR-03135 5.9)
  other_code,     ///< a code that is no e-visa
  next_document   ///< another document than the one that was judged: act or clear first
};

struct VisitLimits {
  std::size_t stable_frames = 2;     ///< frames that must agree on a seal
  std::chrono::seconds partial{60};  ///< a single document is put aside after so long
  std::chrono::seconds judged{180};  ///< a verdict nobody acts upon
  std::chrono::seconds acted{10};    ///< what was done stays so long on the screen
};

class Visit {
 public:
  explicit Visit(VisitLimits limits = {}) : limits_(limits), stable_(limits.stable_frames) {}

  /// The next frame. True: the documents are others than before.
  bool see(const reader::Reading& reading, Moment now);
  /// A seal that needs no second frame: from a hand scanner. As `see`.
  bool scan(const reader::Reading& reading, Moment now);
  /// A passport's MRZ in the camera's view, as often as it is read; and that there is none.
  /// `see_passport`: as `present_passport`, but one left behind by the last traveller is passed
  /// over until it has left the view.
  bool see_passport(visa::Mrz passport, Moment now);
  void miss_passport(Moment now);
  /// A passport's MRZ as it was read. True: the documents are others than before.
  bool present_passport(visa::Mrz passport, Moment now);
  /// The officer corrected the lines of the passport at hand; without one, as `present_passport`.
  bool correct_passport(visa::Mrz passport, Moment now);
  /// The officer has no second document to wait for. False: there is nothing to judge, or it was
  /// judged.
  bool go_without(Moment now);

  /// The officer changed what the verdict rests on. True: it has to be made anew.
  bool reconsider(Moment now);

  /// The verdict on the documents at hand is known.
  void judged(Moment now);
  void acted(Moment now);
  /// Forgets everything of this visit. Its documents count again once they have left the view.
  void clear();
  /// True: the time was over and the visit is cleared.
  bool pass_time(Moment now);

  [[nodiscard]] Stage stage() const { return stage_; }
  [[nodiscard]] Disturbance disturbance() const { return disturbance_; }
  /// Another visit, another number; never 0.
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] const std::optional<reader::Reading>& paper() const { return paper_; }
  [[nodiscard]] const std::optional<visa::Mrz>& passport() const { return passport_; }

 private:
  bool take_paper(reader::Reading reading, Moment now);
  /// The last visit's paper still lies there.
  bool is_left_behind(const crypto::Bytes& seal);
  void leave_behind();
  /// Room for a document of this visit, after the last one or in place of one that does not belong
  /// to it. False: a verdict waits for its act.
  bool make_room(bool other_of_same_kind);
  void arrived(Moment now);

  VisitLimits limits_;
  StableSeal stable_;
  Stage stage_ = Stage::empty;
  Disturbance disturbance_ = Disturbance::none;
  std::uint64_t number_ = 1;
  std::optional<reader::Reading> paper_;
  std::optional<visa::Mrz> passport_;
  Moment since_{};
  /// They came by hand, and the camera has not shown them in this visit.
  bool paper_by_hand_ = false, passport_by_hand_ = false;
  /// Hashes of the seals and of the passports' numbers, which are somebody's.
  std::vector<crypto::Hash256> left_papers_, left_passports_;
  Absence paper_view_, passport_view_;
};

}  // namespace evisa::kiosk
