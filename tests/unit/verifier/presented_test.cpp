// What of a presented page an inspection is asked about.
#include "verifier/presented.h"

#include <gtest/gtest.h>

#include "tests/sample/must.h"

namespace evisa::verifier {
namespace {

reader::Reading page_with_mrz(bool from_text_layer) {
  reader::Reading page;
  page.mrzs = {{{"VVKAZMUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<<",
                 "L8988901C4XXX4009078F9612109<<<<<<<<<<<<<<<<"},
                from_text_layer,
                {},
                !from_text_layer}};
  page.mrzs.front().lines[0].resize(44, '<');
  return page;
}

std::optional<visa::Mrz> printed_mrz(const reader::Reading& page) {
  InspectionRequest request;
  present({.pages = {page}, .scanned = {}}, crypto::SignerSet::build({}, {}),
          sample::must(visa::Date::parse("2026-06-01")), request);
  return request.printed_mrz;
}

TEST(Presented, ComparesAnMrzOfTheTextWithTheSeal) {
  const auto mrz = printed_mrz(page_with_mrz(true));
  ASSERT_TRUE(mrz);
  EXPECT_EQ(mrz->format, visa::MrzFormat::mrv_a);
}

TEST(Presented, NeverComparesWhatACameraMayHaveMisread) {
  EXPECT_FALSE(printed_mrz(page_with_mrz(false)));
}

}  // namespace
}  // namespace evisa::verifier
