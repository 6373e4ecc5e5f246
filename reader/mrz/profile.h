// How much ink each row across a band has, piece by piece along it, and the lines that it shows.
#pragma once

#include <array>
#include <optional>
#include <vector>

namespace evisa::reader::mrz {

inline constexpr int kCell = 10;                     ///< pixels a character
inline constexpr int kReach = 4 * kCell;             ///< rows above and below the band's middle
inline constexpr int kHigh = 2 * kReach + 1;         ///< rows
inline constexpr int kParts = 11;                    ///< pieces along the line
inline constexpr int kClosest = 14, kFarthest = 34;  ///< rows from line to line

using Profile = std::array<double, kHigh>;
using Profiles = std::vector<Profile>;  ///< `kParts`

/// Rows that the lines sink from the band's one end to the other: the profile is sharpest then.
[[nodiscard]] double best_drift(const Profiles& parts);

/// All pieces together, each moved by its part of the drift.
[[nodiscard]] Profile sheared(const Profiles& parts, double drift);

struct Rows {
  int upper = 0, lower = 0;
};
/// The two rows that look most like two lines of text; one of them is the band, or it lies between.
[[nodiscard]] std::optional<Rows> best_rows(const Profile& profile);

/// Height of the capitals at half of the profile's peak: blur does not change it.
[[nodiscard]] double height_at(const Profile& profile, int row);

/// Row of a line as a straight function of the place along it, -0.5 to 0.5.
struct Straight {
  double middle = 0, drift = 0;
  [[nodiscard]] double row(double place) const { return middle + drift * place; }
};

/// Least squares through each piece's best row near the expected one; far pieces drop out.
[[nodiscard]] Straight fit(const Profiles& parts, Straight line);

}  // namespace evisa::reader::mrz
