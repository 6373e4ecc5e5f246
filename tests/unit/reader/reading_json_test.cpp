// Readings as JSON.
#include "reader/reading_json.h"

#include <gtest/gtest.h>

#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

TEST(ReadingJson, ShowsEveryPart) {
  Reading reading;
  reading.width = 800;
  reading.height = 600;
  Barcode code;
  code.symbology = "QRCode";
  code.bytes = {'a', '\\', 0x00, 0xFF, '"'};
  code.corners = {{{1, 2}, {3, 4}, {5, 6}, {7, 8}}};
  reading.barcodes = {code};
  reading.mrzs = {{{"P<A", "B"}, true, {}, false}};
  const auto json = to_json(reading);
  EXPECT_EQ(
      json.dump(),
      R"({"width":800,"height":600,"seal":null,"several_seals":false,"barcodes":[{"symbology":"QRCode",)"
      R"("text":"a\\\\\\x00\\xff\"","hex":"615c00ff22","corners":[[1,2],[3,4],[5,6],[7,8]],"evisa":false}],)"
      R"("mrzs":[{"lines":["P<A","B"],"from_text_layer":true}]})");
}

TEST(ReadingJson, SaysHowSureAnMrzOfAPictureIs) {
  Reading reading;
  reading.mrzs = {{{"P<A", "B?"}, false, {{1, 0.999F, 0.5F}, {0.91F, 0}}, false}};
  EXPECT_EQ(to_json(reading)["mrzs"].dump(),
            R"([{"lines":["P<A","B?"],"from_text_layer":false,"sure":false,)"
            R"("confidence":[[100,99,50],[91,0]]}])");
}

TEST(ReadingJson, MarksTheEvisaAmongTheCodes) {
  const Reading reading = read_frame(test::view(test::seal_page().gray));
  const auto json = to_json(reading);
  EXPECT_EQ(json.at("seal"), crypto::to_hex(test::seal()));
  ASSERT_EQ(json.at("barcodes").size(), 1U);
  EXPECT_TRUE(json.at("barcodes")[0].at("evisa"));
}

TEST(ReadingJson, ShowsAnEmptyReadingAsEmptyLists) {
  EXPECT_EQ(to_json({}).dump(),
            R"({"width":0,"height":0,"seal":null,"several_seals":false,"barcodes":[],"mrzs":[]})");
}

}  // namespace
}  // namespace evisa::reader
