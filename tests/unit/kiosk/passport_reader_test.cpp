// A passport reader on a serial line: a pseudo terminal is the line.
#include "kiosk/passport_reader.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <vector>

#include "crypto/file_descriptor.h"
#include "kiosk/reader_lines.h"
#include "tests/sample/eventually.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"

namespace evisa::kiosk {
namespace {

const std::string kOne = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const std::string kTwo = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

std::vector<std::string> sent(const std::string& bytes) {
  ReaderLines lines;
  std::vector<std::string> documents;
  for (const char byte : bytes)
    if (auto document = lines.add(byte)) documents.push_back(*document);
  return documents;
}

TEST(KioskReaderLines, TakesTwoLinesHoweverTheyEnd) {
  const std::vector<std::string> one{kOne + "\n" + kTwo};
  EXPECT_EQ(sent(kOne + "\r" + kTwo + "\r"), one);
  EXPECT_EQ(sent(kOne + "\r\n" + kTwo + "\r\n\r\n"), one);
  EXPECT_EQ(sent("\x02" + kOne + "\n" + kTwo + "\x03"), one);
  EXPECT_EQ(sent(kOne + kTwo + "\r"), one);
  EXPECT_EQ(sent(kOne + "\r" + kTwo + "\r" + kOne + "\r" + kTwo + "\r").size(), 2U);
}

TEST(KioskReaderLines, JoinsNothingThatDoesNotBelongTogether) {
  EXPECT_TRUE(sent(kOne + "\r").empty());
  EXPECT_TRUE(sent(kOne + "\rNO READ\r" + kTwo + "\r").empty());
  EXPECT_TRUE(sent(kOne.substr(1) + "\r" + kTwo + "\r").empty());
  EXPECT_TRUE(sent(kOne + kTwo + "<\r").empty());
  EXPECT_TRUE(sent(std::string(100000, '<') + "\r").empty());
  ReaderLines lines;
  for (const char byte : kOne + "\r") EXPECT_FALSE(lines.add(byte));
  lines.forget();
  for (const char byte : kTwo + "\r") EXPECT_FALSE(lines.add(byte));
}

/// The other end of the line.
class Line {
 public:
  Line() {
    master_.emplace(::posix_openpt(O_RDWR | O_NOCTTY));
    EXPECT_EQ(::grantpt(master_->get()), 0);
    EXPECT_EQ(::unlockpt(master_->get()), 0);
  }
  [[nodiscard]] std::string name() const { return ::ptsname(master_->get()); }
  void send(const std::string& bytes) const {
    ASSERT_EQ(::write(master_->get(), bytes.data(), bytes.size()),
              static_cast<ssize_t>(bytes.size()));
  }
  /// Somebody has opened the line and made it raw: what is sent before is lost.
  [[nodiscard]] bool is_heard() const {
    termios settings{};
    return ::tcgetattr(master_->get(), &settings) == 0 && (settings.c_lflag & ICANON) == 0;
  }
  void unplug() { master_.reset(); }

 private:
  std::optional<crypto::FileDescriptor> master_;
};

struct Heard {
  std::mutex mutex;
  std::vector<std::string> documents;
  std::size_t count() {
    const std::lock_guard lock(mutex);
    return documents.size();
  }
};

TEST(KioskPassportReader, ReadsALineAndIsThereAgainAfterItWasUnplugged) {
  const sample::TempFolder folder;
  const auto device = folder / "reader";
  Heard heard;
  const PassportReader reader(device.string(), [&](const std::string& lines) {
    const std::lock_guard lock(heard.mutex);
    heard.documents.push_back(lines);
  });
  Line line;
  std::filesystem::create_symlink(line.name(), device);
  ASSERT_TRUE(sample::eventually([&] { return line.is_heard(); }));
  line.send(kOne + "\r" + kTwo.substr(0, 20));
  line.send(kTwo.substr(20) + "\r");
  ASSERT_TRUE(sample::eventually([&] { return heard.count() == 1; }));
  EXPECT_EQ(heard.documents[0], kOne + "\n" + kTwo);

  line.unplug();
  std::filesystem::remove(device);
  Line other;
  std::filesystem::create_symlink(other.name(), device);
  ASSERT_TRUE(sample::eventually([&] { return other.is_heard(); }));
  other.send(kOne + kTwo + "\r");
  ASSERT_TRUE(sample::eventually([&] { return heard.count() == 2; }));
}

}  // namespace
}  // namespace evisa::kiosk
