// A settings file: one small JSON object on disk, read strictly.
#pragma once

#include <filesystem>
#include <type_traits>
#include <utility>

#include "crypto/strict_json.h"

namespace evisa::crypto {

/// The JSON of a file of at most 64 KiB. Errors: as read_file; malformed and out_of_range as
/// parse_json, with the file's name.
[[nodiscard]] Result<Json> read_json_file(const std::filesystem::path& file);

/// Reads the object with `take(JsonObject&)`, which returns a Result; a key that it does not ask
/// for is refused. Errors: as read_json_file, malformed (not an object, an unknown key), and those
/// of `take`.
template <class Take>
[[nodiscard]] auto read_settings_file(const std::filesystem::path& file, Take&& take)
    -> std::invoke_result_t<Take, JsonObject&> {
  const auto json = read_json_file(file);
  if (!json) return std::unexpected(json.error());
  auto object = JsonObject::open(*json, file.filename().string());
  if (!object) return std::unexpected(object.error());
  auto settings = std::forward<Take>(take)(*object);
  if (!settings) return settings;
  if (const auto done = object->finish(); !done) return std::unexpected(done.error());
  return settings;
}

}  // namespace evisa::crypto
