// Fuzzes flight manifests. Law: a row has an answerable question or an error, never both nor
// neither; references of answerable rows are unique; nothing unprintable is passed on.
#include "verifier/carrier/manifest.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>

namespace {

void require(bool law) {
  if (!law) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evisa;
  static const visa::Date today = visa::Date::parse("2026-11-20").value();
  const auto rows = verifier::carrier::parse_manifest(
      std::string_view(reinterpret_cast<const char*>(data), size), today);
  if (!rows) return 0;
  require(!rows->empty() && rows->size() <= verifier::carrier::kMaxPassengers);
  std::set<std::string> references;
  for (const auto& row : *rows) {
    if (!row.request) continue;
    require(references.insert(row.reference).second && row.request->reference == row.reference);
    require(row.request->passport &&
            (row.request->scan || row.request->visa_number || !row.seal_file.empty()));
    require(std::ranges::none_of(row.reference,
                                 [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
  }
  return 0;
}
