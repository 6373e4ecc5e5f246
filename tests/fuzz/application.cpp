// Law: an application that can be read is written back as JSON that reads as the same application.
#include <cstdint>
#include <cstdlib>

#include "issuer/application_file.h"

namespace {

using namespace evisa;

void check(const issuer::Application& application) {
  const std::string text = issuer::to_json(application).dump();
  const auto json = crypto::parse_json(text);
  if (!json) std::abort();
  const auto again = issuer::read_application(*json);
  if (!again.application || *again.application != application) std::abort();
  if (issuer::to_json(*again.application).dump() != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  using Format = issuer::ApplicationFormat;
  for (const auto format : {Format::json, Format::json_lines, Format::csv}) {
    const auto rows = issuer::read_applications(text, format);
    if (!rows) continue;
    for (const auto& row : *rows) {
      if (row.reading.application.has_value() == !row.reading.problems.empty()) std::abort();
      if (row.reading.application) check(*row.reading.application);
    }
  }
  return 0;
}
