// Pages on their way into a folder: hidden while the register does not know the visa, then named.
//
//   ..NUMBER.TAG.part.XXXXXX   ->   .NUMBER.TAG.part   ->   NUMBER.pdf
//
// The first name is write_file's, while the bytes are not all on disk.
#include "issuer/pending_page.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <utility>

#include "crypto/files.h"

namespace evisa::issuer {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNumberLength = 11;

/// A new name counts only once its folder is on disk too.
Result<void> sync_folder(const fs::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = handle >= 0 && ::fsync(handle) == 0;
  if (handle >= 0) ::close(handle);
  if (!done) return fail(Errc::io, folder.string() + ": cannot write the folder to disk");
  return {};
}

Result<void> rename_to(const fs::path& hidden, const fs::path& named) {
  std::error_code error;
  fs::rename(hidden, named, error);
  if (error) return fail(Errc::io, fmt::format("{}: {}", named.string(), error.message()));
  return sync_folder(named.parent_path());
}

/// The number in a hidden name of this office, if it is one.
std::optional<visa::VisaNumber> number_in(const std::string& name, const std::string& tag) {
  const std::string ending = "." + tag + ".part";
  if (name.size() != 1 + kNumberLength + ending.size() || name[0] != '.' || !name.ends_with(ending))
    return {};
  const auto number = visa::VisaNumber::parse(std::string_view(name).substr(1, kNumberLength));
  return number ? std::optional(*number) : std::nullopt;
}

/// Whether write_file left this behind while it wrote a hidden page of this office.
bool is_unfinished(const std::string& name, const std::string& tag) {
  constexpr std::size_t kRandom = 7;  // `.XXXXXX`
  if (name.size() < kRandom || !name.starts_with('.') || name[name.size() - kRandom] != '.')
    return false;
  return number_in(name.substr(1, name.size() - 1 - kRandom), tag).has_value();
}

}  // namespace

Result<PendingPage> PendingPage::write(const fs::path& folder, visa::VisaNumber number,
                                       const std::string& tag, crypto::ByteView pdf) {
  const fs::path named = folder / (number.text() + ".pdf");
  const fs::path hidden = folder / fmt::format(".{}.{}.part", number.text(), tag);
  std::error_code error;
  if (fs::exists(named, error)) return fail(Errc::conflict, named.string() + " is there already");
  if (const auto ok = crypto::write_file(hidden, pdf); !ok) return std::unexpected(ok.error());
  return PendingPage(hidden, named);
}

PendingPage::PendingPage(PendingPage&& other) noexcept
    : hidden_(std::exchange(other.hidden_, {})), named_(std::move(other.named_)) {}

PendingPage::~PendingPage() {
  std::error_code error;
  if (!hidden_.empty()) fs::remove(hidden_, error);
}

Result<fs::path> PendingPage::publish() {
  const fs::path hidden = std::exchange(hidden_, {});
  if (const auto ok = rename_to(hidden, named_); !ok) return std::unexpected(ok.error());
  return named_;
}

Result<Swept> sweep_pending(const fs::path& folder, const std::string& tag,
                            const db::VisaRegister& visas) {
  Swept swept;
  std::error_code error;
  std::vector<std::pair<fs::path, visa::VisaNumber>> left;
  std::vector<fs::path> unfinished;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (const auto number = number_in(name, tag)) left.emplace_back(it->path(), *number);
    if (is_unfinished(name, tag)) unfinished.push_back(it->path());
  }
  if (error) return fail(Errc::io, fmt::format("{}: {}", folder.string(), error.message()));
  for (const auto& path : unfinished) swept.dropped += fs::remove(path, error) ? 1U : 0U;
  for (const auto& [hidden, number] : left) {
    const auto entry = visas.find(number);
    if (!entry) return std::unexpected(entry.error());
    const fs::path named = folder / (number.text() + ".pdf");
    if (!*entry) {
      fs::remove(hidden, error);
      ++swept.dropped;
    } else if (const auto ok = rename_to(hidden, named); !ok) {
      return std::unexpected(ok.error());
    } else {
      swept.published.push_back(named);
    }
  }
  return swept;
}

}  // namespace evisa::issuer
