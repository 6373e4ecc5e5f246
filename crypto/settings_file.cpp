// A settings file: one small JSON object on disk, read strictly.
#include "crypto/settings_file.h"

#include "crypto/files.h"

namespace evisa::crypto {

Result<Json> read_json_file(const std::filesystem::path& file) {
  constexpr std::size_t kSmallFile = 64 * 1024;
  const auto bytes = read_file(file, kSmallFile);
  if (!bytes) return std::unexpected(bytes.error());
  auto json = parse_json(as_text(*bytes), kSmallFile);
  if (json) return json;
  return fail(json.error().code, file.filename().string() + ": " + json.error().message,
              json.error().hint);
}

}  // namespace evisa::crypto
