// Logarithms of cells are added over frames. Frames of one document are not independent (the same
// print, the same blur), so their sum never weighs more than that of two.
#include "reader/mrz/vote.h"

#include <algorithm>
#include <cmath>

#include "visa/mrz_layout.h"

namespace evisa::reader::mrz {
namespace {

constexpr float kFloor = -8;           // one frame alone must not rule a character out for good
constexpr double kMostWeight = 2;      // frames
constexpr std::size_t kMissed = 5;     // frames without an MRZ end a document
constexpr float kStandsAlone = 0.75F;  // every character of a frame that agrees
constexpr int kOther = 3;              // sure characters that differ: another document
constexpr float kSurer = 0.98F;        // of every character of a name
constexpr std::size_t kKept = 16;      // texts of the latest frames

void add_floored(std::vector<LogProbabilities>& sum, const std::vector<LogProbabilities>& more) {
  for (std::size_t i = 0; i < sum.size(); ++i) {
    for (std::size_t c = 0; c < kClasses; ++c) sum[i][c] += std::max(kFloor, more[i][c]);
  }
}

/// Logarithms of probabilities again, from a sum over `frames`.
Evidence weighed(const Evidence& sum, std::size_t frames) {
  const double n = static_cast<double>(frames);
  const auto weight = static_cast<float>(std::min(n, kMostWeight) / n);
  Evidence out = sum;
  for (auto& line : out) {
    for (auto& cell : line) {
      const float most = *std::ranges::max_element(cell) * weight;
      float total = 0;
      for (float& v : cell) {
        v = v * weight - most;
        total += std::exp(v);
      }
      for (float& v : cell) v -= std::log(total);
    }
  }
  return out;
}

bool stands_alone(const MrzSight& sight) {
  return sight.checks_hold && sight.corrections.empty() && sight.least >= kStandsAlone;
}

/// Characters that both are sure of and that differ.
int contradictions(const MrzSight& a, const MrzSight& b) {
  int count = 0;
  for (std::size_t line = 0; line < 2; ++line) {
    for (std::size_t i = 0; i < a.lines[line].size(); ++i) {
      const bool sure = a.confidence[line][i] >= kSure && b.confidence[line][i] >= kSure;
      count += sure && a.lines[line][i] != b.lines[line][i] ? 1 : 0;
    }
  }
  return count;
}

/// Issuing State and nationality, which no check digit covers, differ in one character: a scratch
/// that every frame shows is likelier than such a pair of States.
bool one_state_misread(const MrzSight& sight) {
  const auto& layout = visa::mrz_layout(sight.format);
  const auto of = [&](const visa::MrzSpan& span) {
    return sight.lines[span.line].substr(span.begin, span.length);
  };
  const std::string issuer = of(layout.issuing_state), nationality = of(layout.nationality);
  int differ = 0;
  for (std::size_t i = 0; i < issuer.size(); ++i) differ += issuer[i] != nationality[i] ? 1 : 0;
  return differ == 1;
}

/// No check digit covers a name: a stroke more or less makes a Q of a G, a letter of a filler.
bool doubtful_name(const MrzSight& sight) {
  const auto& name = visa::mrz_layout(sight.format).name;
  const auto& confidence = sight.confidence[0];
  for (std::size_t i = name.begin; i < name.begin + name.length; ++i)
    if (confidence[i] < kSurer) return true;
  return false;
}

bool other_document(const MrzSight& joint, const MrzSight& sight) {
  if (joint.format != sight.format || joint.lines[0].size() != sight.lines[0].size()) return true;
  const int differ = contradictions(joint, sight);
  // Passports of one family differ in few characters; a frame that can stand alone tells them
  // apart.
  return differ >= kOther || (differ > 0 && stands_alone(sight) && sight.text() != joint.text());
}

}  // namespace

void MrzVote::reset() { *this = MrzVote(); }

void MrzVote::start(const MrzSight& sight) {
  reset();
  for (std::size_t line = 0; line < 2; ++line) {
    sum_[line].assign(sight.evidence[line].size(), LogProbabilities{});
  }
}

void MrzVote::add(const std::optional<MrzSight>& sight) {
  if (!sight || sight->evidence[0].empty()) {
    if (++missed_ >= kMissed) reset();
    return;
  }
  if (!joint_ || other_document(*joint_, *sight)) start(*sight);
  missed_ = 0;
  ++frames_;
  for (std::size_t line = 0; line < 2; ++line) add_floored(sum_[line], sight->evidence[line]);
  if (stands_alone(*sight)) own_texts_.push_back(sight->text());
  if (own_texts_.size() > kKept) own_texts_.erase(own_texts_.begin());
  joint_ = decide(weighed(sum_, frames_));
  joint_->corners = sight->corners;
}

std::size_t MrzVote::agreeing() const {
  if (!joint_) return 0;
  return static_cast<std::size_t>(std::ranges::count(own_texts_, joint_->text()));
}

bool MrzVote::accepted() const {
  return joint_ && joint_->sure() && !one_state_misread(*joint_) && !doubtful_name(*joint_) &&
         agreeing() >= 2 && agreeing() == own_texts_.size();
}

}  // namespace evisa::reader::mrz
