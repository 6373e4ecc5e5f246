// The print-out as a file: what it says, where things lie, how it is made.
#include "issuer/printout.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "issuer/page_fields.h"
#include "issuer/page_fonts.h"
#include "issuer/page_geometry.h"
#include "issuer/page_pdf.h"
#include "issuer/page_rules.h"
#include "issuer/print_raster.h"
#include "printout_sample.h"
#include "tests/sample/temp_folder.h"

namespace evisa::issuer {
namespace {

using testing::HasSubstr;

crypto::Bytes print(const visa::VisaRecord& record, const PrintoutOptions& options) {
  auto pdf = render_printout(record, sample::seal_of(record.visa), options);
  EXPECT_TRUE(pdf.has_value()) << pdf.error().message;
  return pdf.value_or(crypto::Bytes{});
}

std::string text_of(const crypto::Bytes& pdf) {
  const auto page = PagePdf::open(pdf);
  EXPECT_TRUE(page.has_value());
  return page ? page->text() : std::string();
}

/// The text without blanks: line breaks inside a value do not matter.
std::string squeezed(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
  return text;
}

/// A file of the page for a command of poppler or qpdf, removed with its folder.
class PdfFile {
 public:
  explicit PdfFile(const crypto::Bytes& pdf) {
    std::ofstream(path(), std::ios::binary)
        .write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
  }

  /// Output and exit code of `command FILE more`.
  [[nodiscard]] std::pair<std::string, int> run(const std::string& command,
                                                const std::string& more = "") const {
    std::string output;
    const auto line = fmt::format("{} {} {} 2>&1", command, path().string(), more);
    FILE* pipe = ::popen(line.c_str(), "r");
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output += static_cast<char>(c);
    return {output, ::pclose(pipe)};
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "page.pdf"; }

 private:
  evisa::sample::TempFolder folder_;
};

bool has_command(const char* name) {
  return std::system(fmt::format("command -v {} >/dev/null 2>&1", name).c_str()) == 0;
}

TEST(Printout, IsTheSameFileForTheSameInput) {
  const auto options = sample::options();
  EXPECT_EQ(print(sample::record(), options), print(sample::record(), options));
  print(sample::long_record(), options);  // what was drawn before must not show
  const auto again = print(sample::record(), options);
  EXPECT_EQ(print(sample::record(), options), again);
}

TEST(Printout, DiffersWhenItsDateDiffers) {
  auto later = sample::options();
  later.created += std::chrono::seconds(1);
  EXPECT_NE(print(sample::record(), sample::options()), print(sample::record(), later));
}

TEST(Printout, IsCleanForQpdf) {
  if (!has_command("qpdf")) GTEST_SKIP() << "qpdf is not installed";
  auto options = sample::options();
  for (const bool chinese : {false, true}) {
    options.chinese = chinese;
    const PdfFile file(print(sample::long_record(), options));
    const auto [output, code] = file.run("qpdf --check");
    EXPECT_EQ(code, 0) << output;
    EXPECT_THAT(output, Not(HasSubstr("WARNING")));
  }
}

TEST(Printout, EmbedsEveryFontWithUnicode) {
  if (!has_command("pdffonts")) GTEST_SKIP() << "pdffonts is not installed";
  auto options = sample::options();
  options.chinese = true;
  const PdfFile file(print(sample::record(), options));
  const auto [output, code] = file.run("pdffonts");
  ASSERT_EQ(code, 0) << output;
  std::size_t fonts = 0;
  for (std::size_t at = output.find("---\n"); (at = output.find('\n', at + 1)) + 1 < output.size();
       ++fonts) {
    const std::string line = output.substr(at + 1, output.find('\n', at + 1) - at - 1);
    // Columns from the end: object and generation, uni, sub, emb.
    EXPECT_THAT(line, testing::ContainsRegex("yes +(yes|no) +yes +[0-9]+ +[0-9]+$"));
  }
  EXPECT_GE(fonts, 4U) << output;  // regular, bold, title, Chinese, OCR-B
  EXPECT_THAT(output, HasSubstr("WenQuanYi"));
  EXPECT_THAT(output, HasSubstr("DejaVuSans"));
}

TEST(Printout, SaysItsTitleAndLanguage) {
  const auto pdf = print(sample::record(), sample::options());
  const auto text = crypto::as_text(pdf);
  EXPECT_THAT(text, HasSubstr("/Lang (en)"));
  EXPECT_THAT(text, HasSubstr("/DisplayDocTitle true"));
  EXPECT_THAT(text, HasSubstr("/CreationDate (20261101093000Z)"));
  if (!has_command("pdfinfo")) GTEST_SKIP() << "pdfinfo is not installed";
  const auto [output, code] = PdfFile(pdf).run("pdfinfo");
  EXPECT_EQ(code, 0);
  EXPECT_THAT(output, HasSubstr("E-visa of the Republic of Kazakhstan"));
  EXPECT_THAT(output, HasSubstr("(A4)"));
  EXPECT_THAT(output, testing::ContainsRegex("Pages: +1\n"));
}

TEST(Printout, ShowsEveryValueAsSelectableText) {
  for (const auto& record : {sample::record(), sample::long_record()}) {
    const std::string text = squeezed(text_of(print(record, sample::options())));
    for (const Field& field : page_fields(PageTables{}.rules)) {
      const FieldValue value = field.value(record, PageTables{});
      EXPECT_THAT(text, HasSubstr(squeezed(value.main))) << field.label.en;
      EXPECT_THAT(text, HasSubstr(squeezed(value.more))) << field.label.en;
    }
  }
}

TEST(Printout, ShowsItsLabelsAndRulesInEveryLanguage) {
  auto options = sample::options();
  for (const bool chinese : {false, true}) {
    options.chinese = chinese;
    const std::string text = squeezed(text_of(print(sample::record(), options)));
    for (const Field& field : page_fields(PageTables{}.rules))
      for (const auto& label : {field.label.kk, field.label.ru, field.label.en})
        EXPECT_THAT(text, HasSubstr(squeezed(label)));
    EXPECT_EQ(text.find("护照号码") != std::string::npos, chinese);
    EXPECT_EQ(text.find("不得延期") != std::string::npos, chinese);
  }
}

TEST(Printout, SaysTheRulesOfTheTraveller) {
  const std::string text = text_of(print(sample::record(), sample::options()));
  for (const char* said : {"keep it with", "Single entry", "Astana (NQZ)", "Almaty (ALA)",
                           "cannot be extended", "3 working", "children"})
    EXPECT_THAT(text, HasSubstr(said));
}

TEST(Printout, SpeaksOfTheRulesInForce) {
  const auto rules = visa::RuleSet::parse(
                         "ruleset_id = other\nhost_notice_days = 5\n"
                         "valid_until_means = ENTER_BY\ncategory.B12 = BUSINESS, 2, 90, 30\n")
                         .value();
  const auto airports = visa::AirportTable::parse(
                            "iata,icao,name,default_list,called_international_by_source,aliases\n"
                            "ALA,UAAA,Almaty,yes,yes,\nXYZ,UAXY,New Field,yes,yes,\n")
                            .value();
  auto record = sample::record();
  record.visa.entry_points.push_back(visa::AirportCode::parse("XYZ").value());
  auto options = sample::options();
  options.rules = &rules;
  options.airports = &airports;
  const std::string text = text_of(print(record, options));
  for (const char* said : {"5 working", "last day to enter", "business", "New Field (XYZ)"})
    EXPECT_THAT(text, HasSubstr(said));
  EXPECT_THAT(text, Not(HasSubstr("last day to be in")));
}

TEST(Printout, LeavesOutTheSingleEntryRuleWhenThereAreMoreEntries) {
  auto record = sample::record();
  const auto single = traveller_rules(record.visa, PageTables{}).size();
  record.visa.entries = 0;
  EXPECT_EQ(traveller_rules(record.visa, PageTables{}).size(), single - 1);
}

TEST(Printout, MarksASpecimenOnlyWhenAskedTo) {
  auto options = sample::options();
  EXPECT_THAT(text_of(print(sample::record(), options)), HasSubstr("SPECIMEN"));
  options.test_only = false;
  const std::string text = text_of(print(sample::record(), options));
  EXPECT_THAT(text, Not(HasSubstr("SPECIMEN")));
  EXPECT_THAT(text, Not(HasSubstr("ОБРАЗЕЦ")));
}

TEST(Printout, RefusesALetterThatItsFontsDoNotHave) {
  auto record = sample::record();
  record.inviter = "ᠮᠣᠩᠭᠣᠯ LLP";
  const auto pdf = render_printout(record, sample::seal_of(record.visa), sample::options());
  ASSERT_FALSE(pdf.has_value());
  EXPECT_EQ(pdf.error().code, Errc::malformed);
  EXPECT_THAT(pdf.error().message, HasSubstr("Inviting party"));
}

TEST(Printout, ContinuesALongNameInASecondLine) {
  auto record = sample::record();
  std::string& name = record.visa.name.primary;
  while (name.size() < 180) name += " WIJAYAWARDENA";
  const std::string text = squeezed(text_of(print(record, sample::options())));
  EXPECT_THAT(text, HasSubstr(squeezed(name)));
}

TEST(Printout, SaysWhatToDoWithANameThatDoesNotFit) {
  auto record = sample::record();
  while (record.visa.name.primary.size() < 600) record.visa.name.primary += " WIJAYAWARDENA";
  const auto pdf =
      render_printout(record, sample::seal_of(sample::record().visa), sample::options());
  ASSERT_FALSE(pdf.has_value());
  EXPECT_THAT(pdf.error().message, HasSubstr("Surname"));
  EXPECT_THAT(pdf.error().hint, HasSubstr("mrz_name"));
}

TEST(Printout, RefusesATextThatDoesNotFit) {
  auto record = sample::record();
  for (int i = 0; i < 60; ++i) record.inviter += " Silk Road Travel and Trade";
  const auto pdf = render_printout(record, sample::seal_of(record.visa), sample::options());
  ASSERT_FALSE(pdf.has_value());
  EXPECT_EQ(pdf.error().code, Errc::malformed);
  EXPECT_THAT(pdf.error().message, HasSubstr("does not fit"));
}

TEST(Printout, RefusesASealThatWouldNeedSmallerModules) {
  auto record = sample::record();
  const auto pdf = render_printout(record, crypto::Bytes(240, 0xDC), sample::options());
  ASSERT_FALSE(pdf.has_value());
  EXPECT_EQ(pdf.error().code, Errc::malformed);
  EXPECT_THAT(pdf.error().message, HasSubstr("0.7 mm"));
}

/// What is missing when fontconfig knows no fonts at all, on stderr. Returns the exit code.
int look_for_fonts_without_any() {
  const PdfFile config(crypto::Bytes{});
  std::ofstream(config.path()) << "<?xml version=\"1.0\"?><fontconfig></fontconfig>";
  ::setenv("FONTCONFIG_FILE", config.path().c_str(), 1);
  const auto found = require_fonts();
  if (found) return 0;
  fmt::print(stderr, "{} - {}\n", found.error().message, found.error().hint);
  return found.error().code == Errc::unavailable ? 3 : 1;
}

TEST(PrintoutFonts, NamesTheFontThatIsMissingAndItsPackage) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(::_exit(look_for_fonts_without_any()), testing::ExitedWithCode(3),
              "font DejaVu Sans is not installed - install the package fonts-dejavu-core");
}

TEST(PrintoutFonts, FindsThePlainFaceOfOcrB) {
  const auto file = ocr_b_file();
  ASSERT_TRUE(file.has_value()) << file.error().message;
  EXPECT_EQ(std::filesystem::path(*file).filename(), "OCRB.otf");
}

TEST(PrintoutMrz, HasTenCharactersAnInch) {
  if (!has_command("pdftotext")) GTEST_SKIP() << "pdftotext is not installed";
  const auto [output, code] =
      PdfFile(print(sample::record(), sample::options())).run("pdftotext -bbox", "-");
  ASSERT_EQ(code, 0) << output;
  const auto word = output.find(">V&lt;KAZ");
  ASSERT_NE(word, std::string::npos);
  double left = 0, right = 0, top = 0, bottom = 0;
  const auto tag = output.rfind("<word", word);
  ASSERT_EQ(
      std::sscanf(output.c_str() + tag, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                  &left, &top, &right, &bottom),
      4);
  EXPECT_NEAR((right - left) / kPointsPerMm, 44 * 2.54, 0.01);
  EXPECT_NEAR(left / kPointsPerMm, kMrzPlace.x, 0.01);
}

}  // namespace
}  // namespace evisa::issuer
