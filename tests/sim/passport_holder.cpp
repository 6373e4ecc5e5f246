// Holders and documents by chance.
#include <array>
#include <random>
#include <string>

#include "tests/sim/passport.h"
#include "visa/check_digit.h"

namespace evisa::sim {
namespace {

using visa::MrzFormat;

/// Small whole numbers; the standard's distributions differ between libraries.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_() % n; }
  std::string of(std::string_view characters, std::size_t n) {
    std::string text;
    while (text.size() < n) text += characters[below(characters.size())];
    return text;
  }

 private:
  std::mt19937_64 random_;
};

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", kDigits = "0123456789",
                           kBoth = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

std::string two(std::size_t value) { return {kDigits[value / 10], kDigits[value % 10]}; }

std::string name(Chance& chance) {
  std::string text = chance.of(kLetters, 2 + chance.below(11)) + "<<";
  const std::size_t given = 1 + chance.below(3);
  for (std::size_t i = 0; i < given; ++i) text += chance.of(kLetters, 2 + chance.below(9)) + "<";
  return text;
}

std::string filled(std::string text, std::size_t width) {
  text.resize(width, '<');
  return text;
}

std::string date(Chance& chance) {
  return two(chance.below(100)) + two(1 + chance.below(12)) + two(1 + chance.below(28));
}

}  // namespace

visa::MrzLines random_mrz(MrzFormat format, std::uint64_t seed) {
  Chance chance(seed);
  const bool td3 = format == MrzFormat::td3;
  const std::size_t width = format == MrzFormat::mrv_b ? 36 : 44;
  constexpr std::array<std::string_view, 8> kStates = {"UTO", "KAZ", "IND", "CHN",
                                                       "D<<", "GBR", "BRA", "TUR"};
  const std::string state(kStates[chance.below(kStates.size())]);
  visa::MrzLines lines;
  lines.line1 = filled((td3 ? "P<" : "V<") + state + name(chance), width);
  const std::string number = filled(chance.of(kLetters, chance.below(3)) + chance.of(kDigits, 5) +
                                        chance.of(kBoth, chance.below(3)),
                                    9);
  const std::string birth = date(chance), expiry = date(chance);
  const char sex = "MF<"[chance.below(3)];
  const std::string front = number + visa::mrz_check_digit(number);
  const std::string middle = birth + visa::mrz_check_digit(birth),
                    end = expiry + visa::mrz_check_digit(expiry);
  const std::string own = chance.below(2) == 0 ? chance.of(kBoth, chance.below(14)) : "";
  const std::string optional = filled(own, td3 ? 14 : width - 28);
  lines.line2 = front + state + middle + sex + end + optional;
  if (td3) {
    const std::string digit(
        1, own.empty() && chance.below(2) == 0 ? '<' : visa::mrz_check_digit(optional));
    lines.line2 += digit;
    lines.line2 += visa::mrz_check_digit(front + middle + end + optional + digit);
  }
  return lines;
}

}  // namespace evisa::sim
