// Names as typed to MRZ letters (Doc 9303-3 4.6 and section 6).
#include <gtest/gtest.h>

#include "expect_error.h"
#include "visa/name.h"

namespace evisa::visa {
namespace {

struct NameCase {
  const char* typed;
  const char* mrz;
};

void expect_letters(std::initializer_list<NameCase> cases) {
  for (const auto& [typed, mrz] : cases) {
    EXPECT_EQ(transliterate(typed).value_or("refused"), mrz) << typed;
  }
}

TEST(VisaTransliterate, WritesPunctuation) {
  expect_letters({NameCase{"O'Connor", "OCONNOR"}, NameCase{"O’Connor", "OCONNOR"},
                  NameCase{"Anna-Maria", "ANNA MARIA"}, NameCase{"Ericson, Anna", "ERICSON ANNA"},
                  NameCase{"  Li   Wei ", "LI WEI"}, NameCase{"St. John", "ST JOHN"},
                  NameCase{"- Li -", "LI"},
                  NameCase{"A\xC2\xA0"
                           "B",
                           "A B"}});
}

TEST(VisaTransliterate, WritesLatin) {
  expect_letters({NameCase{"Ärger Öl Übel", "AERGER OEL UEBEL"}, NameCase{"Åse", "AASE"},
                  NameCase{"Ñuñoa", "NUNOA"}, NameCase{"Straße", "STRASSE"},
                  NameCase{"Þórður", "THORDUR"}, NameCase{"Ærø", "AEROE"}, NameCase{"Łódź", "LODZ"},
                  NameCase{"Çağlar İnönü", "CAGLAR INOENUE"}, NameCase{"Dvořák", "DVORAK"},
                  NameCase{"ıŞık", "ISIK"}, NameCase{"João Gonçalves", "JOAO GONCALVES"},
                  NameCase{"Đorđević", "DORDEVIC"}, NameCase{"Ĳsbrand", "IJSBRAND"},
                  // The same letters decomposed, as some systems store them.
                  NameCase{"A\xCC\x88rger O\xCC\x88l U\xCC\x88"
                           "bel A\xCC\x8Ase",
                           "AERGER OEL UEBEL AASE"},
                  NameCase{"Jose\xCC\x81", "JOSE"}});
}

TEST(VisaTransliterate, WritesCyrillic) {
  expect_letters({NameCase{"Щербаков Юрий", "SHCHERBAKOV IURII"},
                  NameCase{"Хрущёв Илья", "KHRUSHCHEV ILIA"}, NameCase{"Подъячев", "PODIEIACHEV"},
                  NameCase{"Цой Жанна", "TSOI ZHANNA"}, NameCase{"Эрнст Быков", "ERNST BYKOV"},
                  NameCase{"Іван Їжак", "IVAN IZHAK"}, NameCase{"Ғани Һакім", "GANI CAKIM"},
                  NameCase{"Љубица Њего", "LJUBITSA NJEGO"}, NameCase{"И\xCC\x86од", "IOD"}});
}

TEST(VisaTransliterateErrors, NamesTheKazakhLettersThatTheTableDoesNotHave) {
  for (const auto& [name, message] :
       {NameCase{"Әлия", "\"Ә\" (U+04D8)"}, NameCase{"Қанат", "\"Қ\" (U+049A)"},
        NameCase{"Жаңа", "\"ң\" (U+04A3)"}, NameCase{"Өмір", "\"Ө\" (U+04E8)"},
        NameCase{"Ұлан", "\"Ұ\" (U+04B0)"}, NameCase{"Үміт", "\"Ү\" (U+04AE)"}}) {
    expect_error(transliterate(name), Errc::malformed, message);
  }
}

TEST(VisaTransliterateErrors, RefusesDigitsSymbolsAndOtherScripts) {
  for (const char* name : {"Li2", "A<B", "A&B", "李伟", "Nguyễn", "محمد", "A\nB",
                           "A\x01"
                           "B",
                           "A\xFF"
                           "B",
                           "\xCC\x88"
                           "A",
                           "A/B", "😀"}) {
    expect_error(transliterate(name), Errc::malformed);
  }
}

TEST(VisaTransliterateErrors, RefusesNamesWithoutLetters) {
  for (const char* name : {"", "   ", "-'.", "ь"}) {
    expect_error(transliterate(name), Errc::malformed, "no letters");
  }
}

TEST(VisaTransliterateErrors, TellsWhatToDo) {
  EXPECT_THAT(transliterate("Қанат").error().hint, testing::HasSubstr("machine readable zone"));
}

}  // namespace
}  // namespace evisa::visa
