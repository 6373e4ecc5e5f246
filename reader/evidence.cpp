// Sums of modules.
#include "reader/evidence.h"

#include <algorithm>
#include <cmath>

#include "reader/qr/restore.h"

namespace evisa::reader {
namespace {

// Two e-visas of one traveller differ in little but number and signature: about half of their data
// modules. Two sightings of one code correlate as far as the noise of each allows, which the
// function patterns show; different codes by little more than half of that.
constexpr double kSameCode = 0.75, kNothingNew = 0.98;
constexpr int kMostSightings = 30;

float bounded(float value) { return std::clamp(value, -1.0F, 1.0F); }

double correlation(const SeenModules& a, const SeenModules& b) {
  const auto& pattern = qr::FunctionPattern::of(a.version);
  double both = 0, of_a = 0, of_b = 0;
  for (int y = 0; y < pattern.size(); ++y) {
    for (int x = 0; x < pattern.size(); ++x) {
      if (pattern.at(x, y) != qr::Kind::data) continue;
      const double p = a.modules.at(x, y), q = bounded(b.modules.at(x, y));
      both += p * q;
      of_a += p * p;
      of_b += q * q;
    }
  }
  return of_a * of_b < 1e-9 ? 0 : both / std::sqrt(of_a * of_b);
}

/// Correlation of the function patterns as seen with what they are: what noise leaves of it.
double clearness(const SeenModules& seen) {
  const auto& pattern = qr::FunctionPattern::of(seen.version);
  double both = 0, squares = 0;
  int count = 0;
  for (int y = 0; y < pattern.size(); ++y) {
    for (int x = 0; x < pattern.size(); ++x) {
      const int expected = pattern.expected(x, y);
      if (expected == 0) continue;
      const double v = seen.modules.at(x, y);
      both += expected * v;
      squares += v * v;
      ++count;
    }
  }
  return squares < 1e-9 ? 0 : std::max(0.0, both / std::sqrt(squares * count));
}

std::optional<qr::Symbol> decode(const SeenModules& joined, int sightings) {
  qr::Modules mean = joined.modules;
  for (int y = 0; y < mean.size(); ++y)
    for (int x = 0; x < mean.size(); ++x) mean.at(x, y) /= static_cast<float>(sightings);
  if (auto symbol = decode_either_way(mean)) return symbol;
  return decode_either_way(qr::restored(mean, qr::FunctionPattern::of(joined.version), 1));
}

}  // namespace

bool Evidence::add(const SeenModules& seen) {
  const bool comparable = joined_ && joined_->version == seen.version;
  const double like = comparable ? correlation(*joined_, seen) : 0;
  if (like > kNothingNew) return false;
  const bool same =
      comparable && like > 0.1 && like > kSameCode * clearness(*joined_) * clearness(seen);
  if (!same || sightings_ >= kMostSightings) {
    joined_ = seen;
    for (int y = 0; y < seen.modules.size(); ++y)
      for (int x = 0; x < seen.modules.size(); ++x)
        joined_->modules.at(x, y) = bounded(seen.modules.at(x, y));
    sightings_ = 1;
    return true;
  }
  for (int y = 0; y < seen.modules.size(); ++y)
    for (int x = 0; x < seen.modules.size(); ++x)
      joined_->modules.at(x, y) += bounded(seen.modules.at(x, y));
  joined_->corners = seen.corners;
  ++sightings_;
  return true;
}

std::optional<Barcode> Evidence::read() const {
  if (!joined_ || sightings_ < 2) return std::nullopt;
  const auto symbol = decode(*joined_, sightings_);
  if (!symbol) return std::nullopt;
  return Barcode{"QRCode", {symbol->bytes.begin(), symbol->bytes.end()}, joined_->corners};
}

}  // namespace evisa::reader
