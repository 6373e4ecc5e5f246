// Laws: what is read is an MRZ that reads back as itself; bytes one by one end in the same message.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reader/mrz/typed_mrz.h"

namespace {

using namespace evisa::reader::mrz;

void check(bool holds) {
  if (!holds) std::abort();
}

void reads_back(const TypedMrz& mrz) {
  const auto again = read_typed_mrz(mrz.lines.line1 + '\n' + mrz.lines.line2);
  check(again && again->lines.line1 == mrz.lines.line1 && again->lines.line2 == mrz.lines.line2 &&
        again->checks_hold == mrz.checks_hold);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto mrz = read_typed_mrz(text)) reads_back(*mrz);
  TypedMrzLine line;
  for (const char byte : text) {
    if (const auto message = line.add(byte); message && *message) reads_back(**message);
  }
  return 0;
}
