// backup.json: what a backup's files must be.
#include <fmt/format.h>

#include "crypto/files.h"
#include "crypto/settings_file.h"
#include "db/backup_folder.h"
#include "db/backup_note.h"

namespace evisa::db {
namespace fs = std::filesystem;
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::string_view kFormat = "evisa-backup-1";
constexpr const char* kName = "backup.json";

Result<std::uint64_t> read_size(JsonObject& object) {
  const auto bytes = object.integer("bytes");
  if (!bytes) return std::unexpected(bytes.error());
  if (*bytes < 0) return fail(Errc::malformed, "bytes: expected 0 or more");
  return static_cast<std::uint64_t>(*bytes);
}

Result<crypto::Hash256> read_hash(std::string_view text) {
  const auto bytes = crypto::from_hex(text);
  crypto::Hash256 hash{};
  if (!bytes || bytes->size() != hash.size())
    return fail(Errc::malformed, "expected 64 hexadecimal digits");
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

/// A path that stays inside the folder.
Result<std::string> read_path(std::string_view text) {
  const fs::path path(text);
  bool inside = !path.empty() && path.is_relative() && path == path.lexically_normal();
  for (const auto& part : path) inside = inside && part != ".." && part != ".";
  if (inside) return std::string(text);
  return fail(Errc::malformed,
              fmt::format("found \"{}\", expected a path inside the backup", text));
}

Result<BackedUpFile> read_file(const Json& json) {
  auto object = JsonObject::open(json, "file");
  if (!object) return std::unexpected(object.error());
  auto path = object->parsed("path", read_path);
  if (!path) return std::unexpected(path.error());
  const auto size = read_size(*object);
  if (!size) return std::unexpected(size.error());
  const auto hash = object->parsed("hash", read_hash);
  if (!hash) return std::unexpected(hash.error());
  const auto readable = object->boolean("others_may_read");
  if (!readable) return std::unexpected(readable.error());
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return BackedUpFile{
      .path = std::move(*path), .digest = {*size, *hash}, .others_may_read = *readable};
}

Result<BackupNote> take_note(JsonObject& object) {
  const auto format = object.text("format");
  if (!format) return std::unexpected(format.error());
  if (*format != kFormat)
    return fail(Errc::unsupported,
                fmt::format("format: found \"{}\", expected {}", *format, kFormat),
                "restore it with the version of the program that made it");
  auto of = object.text("of"), name = object.text("name"), software = object.text("software");
  for (auto* text : {&of, &name, &software})
    if (!*text) return std::unexpected(text->error());
  const auto test_only = object.boolean("test_only");
  if (!test_only) return std::unexpected(test_only.error());
  const auto taken = object.parsed("taken_at", visa::parse_instant);
  if (!taken) return std::unexpected(taken.error());
  const Json* files = object.find("files");
  if (files == nullptr || !files->is_array())
    return fail(Errc::malformed, "files: expected a list");
  BackupNote note{.of = std::move(*of),
                  .name = std::move(*name),
                  .test_only = *test_only,
                  .taken = *taken,
                  .software = std::move(*software),
                  .files = {}};
  for (const auto& json : *files) {
    auto file = read_file(json);
    if (!file) return std::unexpected(file.error());
    note.files.push_back(std::move(*file));
  }
  return note;
}

}  // namespace

Result<BackupNote> read_backup_note(const fs::path& backup) {
  const fs::path file = backup / kName;
  std::error_code error;
  if (!fs::exists(file, error))
    return fail(Errc::not_found, fmt::format("{} is no backup (no {})", backup.string(), kName),
                "a backup that was not finished has none; take another");
  auto note = crypto::read_settings_file(file, take_note);
  if (!note && !note.error().message.contains(file.string()))
    note.error().message = file.string() + ": " + note.error().message;
  return note;
}

Result<void> write_backup_note(const fs::path& backup, const BackupNote& note) {
  Json files = Json::array();
  for (const auto& file : note.files)
    files.push_back({{"path", file.path},
                     {"bytes", file.digest.bytes},
                     {"hash", crypto::to_hex(file.digest.hash)},
                     {"others_may_read", file.others_may_read}});
  const Json json = {{"format", kFormat},
                     {"of", note.of},
                     {"name", note.name},
                     {"test_only", note.test_only},
                     {"taken_at", visa::to_string(note.taken)},
                     {"software", note.software},
                     {"files", std::move(files)}};
  return crypto::write_file(backup / kName, crypto::as_bytes(json.dump(2) + "\n"), 0600, false);
}

Result<void> remove_backup_note(const fs::path& backup) {
  std::error_code error;
  fs::remove(backup / kName, error);
  if (error)
    return fail(Errc::io, fmt::format("{}: {}", (backup / kName).string(), error.message()));
  return crypto::sync_folder(backup);
}

}  // namespace evisa::db
