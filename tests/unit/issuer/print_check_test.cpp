// The self-check: good pages pass, damaged ones are named.
#include "issuer/print_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "issuer/page_code.h"
#include "issuer/page_layout.h"
#include "issuer/print_raster.h"
#include "issuer/printout.h"
#include "printout_sample.h"

namespace evisa::issuer {
namespace {

using testing::HasSubstr;

constexpr Ink kWhite{1, 1, 1};

/// A page whose seals are drawn by `draw`, for damage that the print-out itself never does.
crypto::Bytes page_with(const visa::VisaRecord& record,
                        const std::function<void(PdfPage&, const CodeModules&)>& draw) {
  auto page = PdfPage::open(properties_of(record, sample::options())).value();
  EXPECT_TRUE(draw_document(page, record, sample::options()).has_value());
  draw(page, encode_code(sample::seal_of(record.visa), QrForm::text).value());
  return page.finish().value();
}

/// What the check says of a damaged page; empty when it passes.
std::string complaint(const std::function<void(PdfPage&, const CodeModules&)>& draw) {
  const auto record = sample::record();
  const auto checked =
      check_printout(page_with(record, draw), record, sample::seal_of(record.visa));
  if (checked) return {};
  EXPECT_EQ(checked.error().code, Errc::unreadable);
  return checked.error().message;
}

const Box& top_right() { return kCodePlaces[0].box; }
const Box& bottom_left() { return kCodePlaces[1].box; }

TEST(PrintCheck, PassesEveryKindOfPrintout) {
  auto options = sample::options();
  for (const auto& record : {sample::record(), sample::long_record()}) {
    const auto seal = sample::seal_of(record.visa);
    for (const bool chinese : {false, true}) {
      for (const QrForm form : {QrForm::text, QrForm::binary}) {
        options.chinese = options.test_only = chinese;
        options.qr = form;
        const auto pdf = render_printout(record, seal, options);
        ASSERT_TRUE(pdf.has_value()) << pdf.error().message;
        const auto checked = check_printout(*pdf, record, seal);
        EXPECT_TRUE(checked.has_value()) << checked.error().message;
      }
    }
  }
}

TEST(PrintCheck, PassesAPageDrawnFromItsParts) { EXPECT_EQ(complaint(draw_codes), ""); }

TEST(PrintCheck, NamesTheSealThatIsCovered) {
  const std::vector<std::pair<std::string, Box>> covers{{"top right", {165, 18, 25, 25}},
                                                        {"bottom left", {15, 250, 25, 25}}};
  for (const auto& [name, cover] : covers) {
    const std::string said = complaint([&](PdfPage& page, const CodeModules& modules) {
      draw_codes(page, modules);
      page.fill(cover, kWhite);
    });
    EXPECT_THAT(said, HasSubstr("300 dpi, seal " + name));
    EXPECT_THAT(said, HasSubstr("no e-visa read"));
  }
}

TEST(PrintCheck, DoesNotLetOneSealStandInForTheOther) {
  EXPECT_THAT(
      complaint([](PdfPage& page, const CodeModules& modules) { page.code(modules, top_right()); }),
      HasSubstr("seal bottom left: no e-visa read"));
}

TEST(PrintCheck, NamesModulesThatAreTooSmall) {
  EXPECT_THAT(complaint([](PdfPage& page, const CodeModules& modules) {
                page.code(modules, top_right());
                page.code(modules, {10, 245, 34, 34});
              }),
              HasSubstr("seal bottom left: modules of 0.6"));
}

std::string complaint_of_ink(double grey) {
  return complaint([grey](PdfPage& page, const CodeModules& modules) {
    page.code(modules, top_right(), {grey, grey, grey});
    page.code(modules, bottom_left());
  });
}

TEST(PrintCheck, NamesLowContrast) {
  EXPECT_THAT(complaint_of_ink(0.35), HasSubstr("seal top right: low contrast: grey 89 on 255"));
  EXPECT_THAT(complaint_of_ink(0.75), HasSubstr("seal top right: no e-visa read"));
}

TEST(PrintCheck, NamesASealOffItsPlace) {
  EXPECT_THAT(complaint([](PdfPage& page, const CodeModules& modules) {
                page.code(modules, {150, 13, kCodeSide, kCodeSide});
                page.code(modules, bottom_left());
              }),
              HasSubstr("seal top right: lies 10."));
}

TEST(PrintCheck, NamesInkInTheQuietZone) {
  EXPECT_THAT(complaint([](PdfPage& page, const CodeModules& modules) {
                draw_codes(page, modules);
                page.line(50.0 + 1.4, 246, 50.0 + 1.4, 280, kBlack, 0.2);
              }),
              HasSubstr("quiet zone"));
}

TEST(PrintCheck, RefusesAnotherSealThanTheOneIssued) {
  auto other = sample::record();
  other.visa.number = visa::VisaNumber::compose(26, 99).value();
  const auto record = sample::record();
  const auto seal = sample::seal_of(record.visa);
  const auto pdf = render_printout(record, seal, sample::options()).value();
  const auto checked = check_printout(pdf, record, sample::seal_of(other.visa));
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().code, Errc::unreadable);
  EXPECT_THAT(checked.error().message, HasSubstr("another seal"));
}

TEST(PrintCheck, RefusesAnMrzThatIsNotTheVisas) {
  const auto record = sample::record();
  const auto seal = sample::seal_of(record.visa);
  const auto pdf = render_printout(record, seal, sample::options()).value();
  auto other = record;
  other.visa.passport_number = visa::PassportNumber::parse("Z1234568").value();
  const auto checked = check_printout(pdf, other, seal);
  ASSERT_FALSE(checked.has_value());
  EXPECT_THAT(checked.error().message, HasSubstr("line 2 of the visa's MRZ"));
}

TEST(PrintCheck, RefusesWhatIsNoPdf) {
  const auto record = sample::record();
  for (const char* bytes : {"", "%PDF-1.5", "hello"}) {
    const auto checked =
        check_printout(crypto::as_bytes(bytes), record, sample::seal_of(record.visa));
    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().code, Errc::unreadable);
  }
}

/// Counts pixels that are not white in the frame of `modules` modules around a seal.
int ink_around(const reader::GrayView& page, const Box& box, double zone, double dpi) {
  const auto px = [dpi](double mm) { return static_cast<int>(mm / 25.4 * dpi); };
  int ink = 0;
  for (int y = px(box.y - zone) + 1; y < px(box.bottom() + zone); ++y) {
    for (int x = px(box.x - zone) + 1; x < px(box.right() + zone); ++x) {
      const bool inside = x >= px(box.x) - 1 && x <= px(box.right()) + 1 && y >= px(box.y) - 1 &&
                          y <= px(box.bottom()) + 1;
      if (!inside &&
          page.data[static_cast<std::size_t>(y) * page.stride + static_cast<std::size_t>(x)] != 255)
        ++ink;
    }
  }
  return ink;
}

TEST(PrintCheck, LeavesTheQuietZoneWhiteOnTheRenderedPage) {
  auto options = sample::options();
  options.chinese = true;
  const auto record = sample::long_record();
  const auto seal = sample::seal_of(record.visa);
  const auto pdf = render_printout(record, seal, options).value();
  const double zone = kQuietModules * kCodeSide / encode_code(seal, QrForm::text)->side;
  const auto file = PagePdf::open(pdf).value();
  const auto page = file.render(300).value();
  for (const CodePlace& place : kCodePlaces)
    EXPECT_EQ(ink_around(page.view(), place.box, zone, 300), 0) << place.name;
}

TEST(PrintCheck, FindsTheSameModulesOnTheRenderedPage) {
  const auto record = sample::record();
  const auto seal = sample::seal_of(record.visa);
  const auto pdf = render_printout(record, seal, sample::options()).value();
  const auto modules = encode_code(seal, QrForm::text).value();
  const auto file = PagePdf::open(pdf).value();
  const auto page = file.render(300).value();
  const auto view = page.view();
  std::vector<bool> dark(static_cast<std::size_t>(modules.side * modules.side));
  for (const auto& rect : modules.rects)
    for (int y = rect.y; y < rect.y + rect.height; ++y)
      for (int x = rect.x; x < rect.x + rect.width; ++x)
        dark.at(static_cast<std::size_t>(y * modules.side + x)) = true;
  for (const CodePlace& place : kCodePlaces) {
    const double module = place.box.width / modules.side;
    int wrong = 0;
    for (int y = 0; y < modules.side; ++y) {
      for (int x = 0; x < modules.side; ++x) {
        const auto px = static_cast<std::size_t>((place.box.x + (x + 0.5) * module) / 25.4 * 300);
        const auto py = static_cast<std::size_t>((place.box.y + (y + 0.5) * module) / 25.4 * 300);
        const int expected = dark.at(static_cast<std::size_t>(y * modules.side + x)) ? 0 : 255;
        if (view.data[py * view.stride + px] != expected) ++wrong;
      }
    }
    EXPECT_EQ(wrong, 0) << place.name;
  }
}

}  // namespace
}  // namespace evisa::issuer
