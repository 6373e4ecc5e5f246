// Settings files are read strictly, and what is wrong with one names it.
#include "crypto/settings_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/sample/temp_folder.h"

namespace evisa::crypto {
namespace {

class CryptoSettingsFile : public testing::Test {
 protected:
  Result<std::string> read(const std::string& text) {
    std::ofstream(file_) << text;
    return read_settings_file(file_, [](JsonObject& object) { return object.text("name"); });
  }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "booth.json";
};

TEST_F(CryptoSettingsFile, GivesWhatItsReaderTakes) { EXPECT_EQ(read(R"({"name": "03"})"), "03"); }

TEST_F(CryptoSettingsFile, NamesTheFileThatIsNotInOrder) {
  for (const char* text : {"", "{", "[]", R"({"name": 3})", R"({"name": "03", "nmae": "04"})",
                           R"({"name": "03"} {})", "{}"}) {
    const auto settings = read(text);
    ASSERT_FALSE(settings) << text;
    EXPECT_EQ(settings.error().code, Errc::malformed) << text;
    EXPECT_NE(settings.error().message.find("booth.json"), std::string::npos)
        << settings.error().message;
  }
}

TEST_F(CryptoSettingsFile, TellsAMissingFileFromADamagedOne) {
  const auto missing = read_json_file(file_);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::not_found);
}

}  // namespace
}  // namespace evisa::crypto
