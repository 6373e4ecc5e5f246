// The officer's ticks as a request has them.
#include "verifier/officer_ticks.h"

#include <gtest/gtest.h>

namespace evisa::verifier {
namespace {

Result<OfficerTicks> changed(OfficerTicks ticks, std::string_view json) {
  const auto value = crypto::parse_json(json);
  auto object = crypto::JsonObject::open(*value, "ticks");
  if (auto done = change_ticks(*object, ticks); !done) return std::unexpected(done.error());
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return ticks;
}

TEST(OfficerTicks, ChangeOnlyWhatIsGiven) {
  OfficerTicks before;
  before.children_travelling = true;
  before.blank_pages = 1;
  const auto after =
      changed(before, R"({"passport_in_doubt":true,"printout_differs":["name","sex"]})");
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_TRUE(after->passport_in_doubt && after->children_travelling);
  EXPECT_EQ(after->blank_pages, 1);
  EXPECT_EQ(after->printout_differs, (std::vector<std::string>{"name", "sex"}));
}

TEST(OfficerTicks, TakePagesThatAreNotCountedAfterAll) {
  OfficerTicks before;
  before.blank_pages = 1;
  EXPECT_FALSE(changed(before, R"({"blank_pages":null})")->blank_pages);
  EXPECT_EQ(changed(before, R"({"blank_pages":200})")->blank_pages, 200);
}

TEST(OfficerTicks, AreRefusedWholeWhenOneIsWrong) {
  for (const std::string_view bad :
       {R"({"passport_in_doubt":1})", R"({"blank_pages":-1})", R"({"blank_pages":201})",
        R"({"blank_pages":"2"})", R"({"printout_differs":"name"})", R"({"printout_differs":[7]})",
        R"({"printout_differs":["shoe_size"]})", R"({"shoes":true})"})
    EXPECT_FALSE(changed({}, bad)) << bad;
}

}  // namespace
}  // namespace evisa::verifier
