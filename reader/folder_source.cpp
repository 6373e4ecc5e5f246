// Pictures of a folder, one a frame.
#include "reader/folder_source.h"

#include <fmt/core.h>

#include <algorithm>

#include "reader/load_file.h"
#include "reader/picture.h"
#include "reader/read_file.h"

namespace evisa::reader {
namespace {

namespace fs = std::filesystem;

bool is_picture(const fs::path& path) {
  auto extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return extension == ".png" || extension == ".jpg" || extension == ".jpeg";
}

class FolderSource final : public FrameSource {
 public:
  explicit FolderSource(std::vector<fs::path> pictures) : pictures_(std::move(pictures)) {}

  Result<std::optional<Frame>> next() override {
    if (at_ == pictures_.size()) return std::nullopt;
    const auto number = at_++;
    const auto& path = pictures_[number];
    const FileLimits limits;
    const auto content = load_file(path, limits.bytes);
    if (!content) return named(path, content.error());
    auto image = decode_picture(*content, limits.pixels);
    if (!image) return named(path, image.error());
    return Frame{std::move(image->pixels), image->width, image->height, number};
  }
  bool live() const override { return false; }

 private:
  static std::unexpected<Error> named(const fs::path& path, const Error& error) {
    return fail(error.code, fmt::format("{}: {}", path.string(), error.message), error.hint);
  }
  std::vector<fs::path> pictures_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<FrameSource>> open_folder(const fs::path& folder) {
  std::vector<fs::path> pictures;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (is_picture(entry->path())) pictures.push_back(entry->path());
  }
  if (error) return fail(Errc::io, fmt::format("{}: {}", folder.string(), error.message()));
  if (pictures.empty()) {
    return fail(Errc::unsupported,
                fmt::format("{}: no PNG or JPEG picture in this folder", folder.string()));
  }
  std::ranges::sort(pictures);
  return std::make_unique<FolderSource>(std::move(pictures));
}

}  // namespace evisa::reader
