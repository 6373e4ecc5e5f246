// PAXLST in, CUSRES out: golden messages of invented people, every passenger's answer, every
// refusal.
#include "verifier/carrier/iapi.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/verifier/carrier_fixture.h"
#include "verifier/carrier/cusres.h"
#include "verifier/carrier/pax_request.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using carrier::IapiReply;

const std::string kVisa = visa::VisaNumber::compose(26, 12345678)->text();

/// The scene's traveller.
const std::string kRavi =
    "NAD+FL+++SHARMA:RAVI "
    "KUMAR'ATT+2++M'DTM+329:900115'GEI+4+173'LOC+178+DEL'LOC+179+ALA'NAT+2+IND'"
    "RFF+AVF:MWZRDQ'RFF+ABO:1001'RFF+YZY:7842836432717C2'DOC+P:110:ZZZ+Z1234567'DTM+36:310704'"
    "LOC+91+IND'DOC+V:110:ZZZ+" +
    kVisa + "'";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

struct Query {
  std::string bgm = "BGM+745'", transaction = "RFF+TN:0000100'",
              contact = "NAD+MS+++OPS DESK'COM+77270000000:TE+77270000001:FX'",
              flight =
                  "TDT+20+KC872+++KC'LOC+125+DEL'DTM+189:2611202010:201'LOC+87+ALA'"
                  "DTM+232:2611210210:201'",
              passengers = kRavi, end = "";
  std::string identifier = "PAXLST:D:05B:UN:IATA";
  std::string syntax = "UNOA:4";

  [[nodiscard]] std::string message() const {
    const auto body = bgm + transaction + contact + flight + passengers + end;
    const auto segments = std::ranges::count(body, '\'') + 2;
    return "UNH+11085B94E1F8FA+" + identifier + "+ACC1+01:F'" + body + "UNT+" +
           std::to_string(segments) + "+11085B94E1F8FA'";
  }
  [[nodiscard]] std::string text() const {
    return "UNB+" + syntax + "+KC+NIAC+261120:0955+00001++IAPI'" +
           "UNG+PAXLST+KC+NIAC+261120:0955+1+UN+D:05B'" + message() + "UNE+1+1'UNZ+1+00001'";
  }
};

class CarrierIapi : public ::testing::Test {
 protected:
  CarrierIapi() { gate_.by_number(); }

  IapiReply ask(const std::string& text) {
    IapiReply reply;
    gate_.scene.with_trust([&](const Trust& trust) {
      const carrier::IapiTables tables{trust.airports, &trust.rules->local_time,
                                       gate_.scene.request.now};
      const auto find = [&](const auto&) { return gate_.known; };
      reply = carrier::answer_iapi(
          text, tables, carrier::one_by_one([&](const carrier::BoardingRequest& request) {
            asked_.push_back(request);
            return carrier::check_boarding(request, gate_.scene.signers, trust, find,
                                           gate_.scene.request.now);
          }));
    });
    // Whatever we say is an interchange.
    EXPECT_TRUE(carrier::parse_interchange(reply.interchange)) << reply.interchange;
    return reply;
  }
  /// `0Z OK TO BOARD`, for each passenger; `refused: ...` for the whole message.
  std::vector<std::string> codes(const Query& query) {
    const auto reply = ask(query.text());
    const auto whole = carrier::parse_interchange(reply.interchange);
    EXPECT_TRUE(whole) << reply.interchange;
    const auto answer = carrier::parse_cusres(whole->groups.front().messages.front());
    EXPECT_TRUE(answer) << reply.interchange;
    if (!answer) return {};
    if (answer->passengers.empty()) return {"refused: " + answer->refused};
    std::vector<std::string> found;
    for (const auto& pax : answer->passengers)
      found.push_back(std::string(to_string(pax.code)) + " " + pax.reason);
    return found;
  }
  std::string code(const Query& query) {
    const auto all = codes(query);
    return all.size() == 1 ? all.front() : std::to_string(all.size()) + " passengers";
  }

  Gate gate_;
  std::vector<carrier::BoardingRequest> asked_;
};

TEST_F(CarrierIapi, AnswersOkToBoard) {
  const auto reply = ask(Query{}.text());
  EXPECT_EQ(reply.kind, IapiReply::Kind::answered);
  EXPECT_EQ(reply.passengers, 1U);
  EXPECT_EQ(reply.problem, "");
  EXPECT_EQ(reply.interchange,
            "UNB+UNOA:4+NIAC+KC+261120:1000+00001++IAPI'"
            "UNG+CUSRES+NIAC+KC+261120:1000+1+UN+D:05B'"
            "UNH+11085B94E1F8FA+CUSRES:D:05B:UN:IATA+ACC1+01:F'BGM+962'RFF+TN:0000100'RFF+AF:KC872'"
            "DTM+189:2611202010:201'DTM+232:2611210210:201'LOC+125+DEL'LOC+87+ALA'"
            "ERP+2'RFF+AVF:MWZRDQ'RFF+ABO:1001'ERC+0Z'FTX+AAP+++OK TO BOARD'"
            "UNT+14+11085B94E1F8FA'UNE+1+1'UNZ+1+00001'");
}

TEST_F(CarrierIapi, AsksWhatTheMessageSays) {
  ask(Query{}.text());
  ASSERT_EQ(asked_.size(), 1U);
  const auto& request = asked_.front();
  EXPECT_EQ(request.airport, "ALA");
  EXPECT_EQ(request.flight, "KC872");
  EXPECT_EQ(request.arrival, instant("2026-11-20T21:10:00Z"));  // 02:10 local, UTC+5
  EXPECT_EQ(request.reference, "0000100/1001");
  EXPECT_EQ(request.visa_number->text(), kVisa);
  EXPECT_EQ(request.printout_shown, true);
  EXPECT_FALSE(request.scan);
  const auto& passport = *request.passport;
  EXPECT_TRUE(passport.defects.empty());
  EXPECT_EQ(passport.document_number, "Z1234567");
  EXPECT_EQ(passport.issuing_state.text(), "IND");
  EXPECT_EQ(passport.nationality.text(), "IND");
  EXPECT_EQ(passport.birth.display(), "1990-01-15");
  EXPECT_EQ(passport.expiry, date("2031-07-04"));
  EXPECT_EQ(passport.name, (visa::MrzName{"SHARMA", "RAVI KUMAR", false}));
}

TEST_F(CarrierIapi, TellsARefusalWithItsText) {
  gate_.by_number(visa::VisaStatus::revoked);
  const auto upper = ask(Query{}.text()).interchange;
  EXPECT_TRUE(upper.contains("ERC+1Z'FTX+AAP+++VISA REVOKED:THIS E-VISA HAS BEEN CANCELLED.'"))
      << upper;
  const auto mixed = ask(Query{.syntax = "UNOB:4"}.text()).interchange;
  EXPECT_TRUE(mixed.contains("FTX+AAP+++VISA REVOKED:This e-visa has been cancelled.'")) << mixed;
  for (const char* secret : {"SHARMA", "Z1234567", "900115", "security"})
    EXPECT_FALSE(upper.contains(secret)) << upper;
}

TEST_F(CarrierIapi, AnswersAPassengerByHisData) {
  struct Case {
    const char *from, *to, *code;
  };
  const std::string doc_v = "DOC+V:110:ZZZ+" + kVisa + "'";
  const std::string other = "DOC+V:110:ZZZ+" + visa::VisaNumber::compose(26, 1)->text() + "'";
  const std::string two = doc_v + other, same = doc_v + doc_v,
                    schengen = doc_v + "DOC+V:110:ZZZ+D123'LOC+91+DEU'",
                    own = doc_v + "LOC+91+KAZ'";
  const Case cases[] = {
      {"Z1234567", "X7654321", "1Z PASSPORT NUMBER MISMATCH"},
      {"NAT+2+IND", "NAT+2+BRA", "1Z NATIONALITY MISMATCH"},
      {"900115", "900116", "1Z BIRTHDATE MISMATCH"},
      {"900115", "19900115:102", "0Z OK TO BOARD"},
      {"900115", "900115:101", "0Z OK TO BOARD"},
      {"310704", "20310704:102", "0Z OK TO BOARD"},
      {"310704", "261119", "1Z PASSPORT EXPIRED"},
      {"SHARMA:RAVI KUMAR", "PATEL:AMIT", "2Z NAME MISMATCH"},
      {"SHARMA:RAVI KUMAR", "SHARMA:RAVI:KUMAR", "0Z OK TO BOARD"},
      {"ATT+2++M", "ATT+2++F", "2Z SEX MISMATCH"},
      {"ATT+2++M", "ATT+2++U", "2Z SEX MISMATCH"},
      // Data that is missing or cannot be read is never guessed.
      {"ATT+2++M'", "", "4Z MRZ CHECK FAILED"},
      {"ATT+2++M", "ATT+2++MALE", "4Z MRZ CHECK FAILED"},
      {"ATT+2++M'", "ATT+2++M'ATT+2++F'", "4Z MRZ CHECK FAILED"},
      {"ATT+2++M'", "ATT+2++M'ATT+2++M'", "0Z OK TO BOARD"},
      {"DTM+329:900115'", "", "4Z MRZ CHECK FAILED"},
      {"900115", "900230", "4Z MRZ CHECK FAILED"},
      {"900115", "9001", "4Z MRZ CHECK FAILED"},
      {"900115", "90O115", "4Z MRZ CHECK FAILED"},
      {"900115", "19900115:101", "4Z MRZ CHECK FAILED"},
      {"NAT+2+IND'", "", "4Z MRZ CHECK FAILED"},
      {"NAT+2+IND", "NAT+2+INDIA", "4Z MRZ CHECK FAILED"},
      {"SHARMA:RAVI KUMAR", "", "4Z MRZ CHECK FAILED"},
      {"SHARMA:RAVI KUMAR", "SH4RMA", "4Z MRZ CHECK FAILED"},
      {"DTM+36:310704'", "", "4Z MRZ CHECK FAILED"},
      {"LOC+91+IND'", "", "4Z MRZ CHECK FAILED"},
      {"DOC+P:110:ZZZ+Z1234567", "DOC+I:110:ZZZ+Z1234567", "4Z MRZ CHECK FAILED"},
      {"DOC+P:110:ZZZ+Z1234567", "DOC+P:110:ZZZ+Z12345678901", "4Z MRZ CHECK FAILED"},
      {"DOC+P:110:ZZZ+Z1234567'", "DOC+P:110:ZZZ+X1'DOC+P:110:ZZZ+Z1234567'",
       "4Z MRZ CHECK FAILED"},
      {doc_v.c_str(), "", "4Z SEAL UNREADABLE"},
      {doc_v.c_str(), "DOC+V:110:ZZZ+12345'", "4Z SEAL UNREADABLE"},
      {doc_v.c_str(), two.c_str(), "4Z SEAL UNREADABLE"},
      {doc_v.c_str(), same.c_str(), "0Z OK TO BOARD"},
      {doc_v.c_str(), schengen.c_str(), "0Z OK TO BOARD"},
      {doc_v.c_str(), own.c_str(), "0Z OK TO BOARD"},
      // Another visa than the one that the register answers with: nobody could be asked about it.
      {doc_v.c_str(), other.c_str(), "2Z SEAL UNREADABLE"},
      // Transit and crew do not enter; a visa that is shown is checked all the same.
      {"LOC+179+ALA", "LOC+179+NQZ", "0Z OK TO BOARD"},
      {"LOC+179+ALA", "LOC+179+IST", "0Z OK TO BOARD"},
      {"NAD+FL", "NAD+DDU", "0Z OK TO BOARD"},
      {"NAD+FL", "NAD+FM", "2Z NOT CHECKED"},
      {"NAD+FL", "NAD+DDT", "2Z NOT CHECKED"},
      {"RFF+ABO:1001'", "RFF+ABO:1001'RFF+ABO:1002'", "4Z REFERENCE TWICE"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(code({.passengers = replaced(kRavi, c.from, c.to)}), c.code)
        << c.from << " -> " << c.to;
  const auto without = replaced(kRavi, doc_v, "");
  EXPECT_EQ(code({.passengers = replaced(without, "LOC+179+ALA", "LOC+179+IST")}), "2Z TRANSIT");
  EXPECT_EQ(code({.passengers = replaced(without, "NAD+FL", "NAD+DDU")}), "2Z TRANSIT");
}

TEST_F(CarrierIapi, NamesTheDataThatIsMissing) {
  auto query = Query{.syntax = "UNOB:4"};
  query.passengers = replaced(replaced(kRavi, "DTM+36:310704'", ""), "ATT+2++M'", "");
  const auto text = ask(query.text()).interchange;
  EXPECT_TRUE(text.contains(":Missing or not readable?: ATT?+2, DTM?+36.'")) << text;
}

TEST_F(CarrierIapi, SaysWhenItCouldNotCheck) {
  gate_.known = {};
  EXPECT_EQ(code({}), "2Z SEAL UNREADABLE");
}

TEST_F(CarrierIapi, AnswersAFlightOf500) {
  Query query{.passengers = ""};
  for (int i = 0; i < 500; ++i)
    query.passengers += replaced(kRavi, "ABO:1001", "ABO:" + std::to_string(i));
  query.end = "CNT+42:500'";
  const auto all = codes(query);
  EXPECT_EQ(all.size(), 500U);
  EXPECT_EQ(std::ranges::count(all, "0Z OK TO BOARD"), 500);
  query.passengers += kRavi;
  query.end = "";
  EXPECT_TRUE(codes(query).front().contains("MORE THAN 500 PASSENGERS"));
}

TEST_F(CarrierIapi, TellsDuplicatesApart) {
  // The same passenger twice is one; two under one reference are nobody's to tell apart.
  EXPECT_EQ(codes({.passengers = kRavi + kRavi}),
            (std::vector<std::string>{"0Z OK TO BOARD", "0Z OK TO BOARD"}));
  EXPECT_EQ(
      codes({.passengers = kRavi + replaced(kRavi, "900115", "910115") +
                           replaced(kRavi, "ABO:1001", "ABO:1002")}),
      (std::vector<std::string>{"4Z REFERENCE TWICE", "4Z REFERENCE TWICE", "0Z OK TO BOARD"}));
}

TEST_F(CarrierIapi, CountsPassengersWithoutAReference) {
  const auto nameless = replaced(kRavi, "RFF+ABO:1001'", "");
  const auto text = ask(Query{.passengers = kRavi + nameless}.text()).interchange;
  EXPECT_TRUE(text.contains("ERP+2:2'RFF+AVF:MWZRDQ'ERC+0Z'")) << text;
  EXPECT_EQ(asked_[1].reference, "0000100/MWZRDQ/2");
}

TEST_F(CarrierIapi, JudgesByTheLegThatLandsInKazakhstan) {
  const std::string two_legs =
      "TDT+20+872+++KC'LOC+125+BOM'DTM+189:2611201500:201'LOC+87+DEL'DTM+232:2611201700:201'"
      "LOC+125+DEL'DTM+189:2611202010:201'LOC+87+ALA'DTM+232:202611210210:203'"
      "LOC+125+ALA'DTM+189:2611210500:201'LOC+87+NQZ'DTM+232:2611210630:201'";
  EXPECT_EQ(code({.flight = two_legs}), "0Z OK TO BOARD");
  EXPECT_EQ(asked_.back().airport, "ALA");
  EXPECT_EQ(asked_.back().arrival, instant("2026-11-20T21:10:00Z"));
  EXPECT_EQ(asked_.back().flight, "KC872");
}

TEST_F(CarrierIapi, RefusesAMessageThatIsNoUsableList) {
  struct Case {
    const char* what;
    Query query;
    const char* refused;
  };
  const Query plain;
  const Case cases[] = {
      {"crew list", {.bgm = "BGM+250'"}, "745"},
      {"cancelled", {.bgm = "BGM+745+XR'"}, "CP"},
      {"no BGM", {.bgm = ""}, "BGM+745"},
      {"no transaction", {.transaction = ""}, "RFF+TN"},
      {"no flight", {.flight = ""}, "TDT+20"},
      {"another carriage", {.flight = replaced(plain.flight, "TDT+20", "TDT+10")}, "20"},
      {"no number", {.flight = replaced(plain.flight, "KC872", "")}, "NO FLIGHT NUMBER"},
      {"no designator", {.flight = replaced(plain.flight, "KC872", "KC-872")}, "DESIGNATOR"},
      {"lands abroad", {.flight = replaced(plain.flight, "LOC+87+ALA", "LOC+87+IST")}, "NO LEG"},
      {"domestic", {.flight = replaced(plain.flight, "LOC+125+DEL", "LOC+125+NQZ")}, "NO LEG"},
      {"no arrival", {.flight = replaced(plain.flight, "DTM+232:2611210210:201'", "")}, "DTM+232"},
      {"no format", {.flight = replaced(plain.flight, "2611210210:201", "2611210210")}, "DTM+232"},
      {"no such day", {.flight = replaced(plain.flight, "2611210210", "2602300210")}, "DTM+232"},
      {"no such hour", {.flight = replaced(plain.flight, "2611210210", "2611212410")}, "DTM+232"},
      {"not digits", {.flight = replaced(plain.flight, "2611210210", "26112102AA")}, "DTM+232"},
      {"nobody", {.passengers = ""}, "NAD+FL"},
      {"unknown party", {.passengers = replaced(kRavi, "NAD+FL", "NAD+XX")}, "FL, DDU, FM OR DDT"},
      {"disorder",
       {.passengers = replaced(kRavi, "LOC+91+IND'", "LOC+91+IND'NAT+2+IND'")},
       "CANNOT STAND HERE"},
      {"unknown segment", {.passengers = kRavi + "XYZ+1'"}, "CANNOT STAND HERE"},
      {"count", {.end = "CNT+42:2'"}, "1 PASSENGERS"},
      {"release", {.identifier = "PAXLST:D:12B:UN:IATA"}, "PAXLST:D:05B:UN EXPECTED"},
      {"short identifier", {.identifier = "PAXLST"}, "PAXLST:D:05B:UN EXPECTED"},
  };
  for (const auto& c : cases) {
    const auto reply = ask(c.query.text());
    EXPECT_EQ(reply.kind, IapiReply::Kind::refused) << c.what;
    EXPECT_EQ(reply.passengers, 0U);
    const auto refused = code(c.query);
    EXPECT_TRUE(refused.starts_with("refused: ") && refused.contains(c.refused))
        << c.what << ": " << refused;
    EXPECT_TRUE(reply.interchange.contains("ERP+1'ERC+4Z'FTX+AAP+++MESSAGE REFUSED:")) << c.what;
    EXPECT_FALSE(reply.problem.contains("SHARMA") || reply.problem.contains("Z1234567"));
  }
}

TEST_F(CarrierIapi, AnswersTheOtherMessagesOfARefusedOne) {
  const Query good, bad{.flight = ""};
  const auto reply = ask("UNB+UNOA:4+KC+NIAC+20261120:0955+00001'" + good.message() +
                         bad.message() + good.message() + "UNZ+3+00001'");
  EXPECT_EQ(reply.kind, IapiReply::Kind::refused);
  EXPECT_EQ(reply.passengers, 2U);
  EXPECT_TRUE(reply.interchange.starts_with("UNB+UNOA:4+NIAC+KC+20261120:1000+00001'UNH+"));
  const auto whole = carrier::parse_interchange(reply.interchange);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->groups.front().messages.size(), 3U);
}

TEST_F(CarrierIapi, AnswersWhatIsNoInterchangeWithContrl) {
  const auto cut = Query{}.text().substr(0, 200);
  EXPECT_EQ(ask(cut).interchange,
            "UNB+UNOA:4+UNKNOWN+UNKNOWN+261120:1000+0'UNH+1+CONTRL:4:1:UN'"
            "UCI+0+UNKNOWN+UNKNOWN+4+13+COM'UNT+3+1'UNZ+1+0'");
  const auto miscounted = ask(replaced(Query{}.text(), "UNZ+1", "UNZ+2"));
  EXPECT_EQ(miscounted.kind, IapiReply::Kind::not_syntax);
  EXPECT_EQ(miscounted.interchange,
            "UNB+UNOA:4+NIAC+KC+261120:1000+00001++IAPI'UNH+1+CONTRL:4:1:UN'"
            "UCI+00001+KC+NIAC+4+29+UNZ'UNT+3+1'UNZ+1+00001'");
  EXPECT_TRUE(miscounted.problem.contains("1 expected")) << miscounted.problem;
  for (const std::string text :
       {"", "hello", "UNB'", "UNA", "UNB+UNOA:4+kc+NIAC+261120:0955+x'UNZ+0+x'"})
    EXPECT_EQ(ask(text).kind, IapiReply::Kind::not_syntax) << text;
}

TEST_F(CarrierIapi, KeepsTheSeparatorsOfTheAsker) {
  auto text = Query{}.text();
  std::ranges::replace(text, '+', '^');
  std::ranges::replace(text, ':', '|');
  std::ranges::replace(text, '\'', '~');
  const auto reply = ask("UNA|^.? ~" + text).interchange;
  EXPECT_TRUE(reply.starts_with("UNA|^.? ~UNB^UNOA|4^NIAC^KC^")) << reply;
  EXPECT_TRUE(reply.contains("ERC^0Z~")) << reply;
}

TEST_F(CarrierIapi, LeavesNobodyOutWhenAnswersAre) {
  gate_.scene.with_trust([&](const Trust& trust) {
    const auto reply = carrier::answer_iapi(
        Query{}.text(), {trust.airports, &trust.rules->local_time, gate_.scene.request.now},
        [](std::span<const carrier::BoardingRequest>) {
          return std::vector<carrier::BoardingAnswer>();
        });
    EXPECT_TRUE(reply.interchange.contains("ERC+2Z'FTX+AAP+++NOT CHECKED'")) << reply.interchange;
  });
}

TEST(CarrierCusres, ReadsItsOwnFormAlone) {
  const auto read = [](const std::string& body) {
    const auto segments = std::ranges::count(body, '\'') + 2;
    const auto whole =
        carrier::parse_interchange("UNB+UNOA:4+A+B+261120:1000+1'UNH+1+CUSRES:D:05B:UN:IATA'" +
                                   body + "UNT+" + std::to_string(segments) + "+1'UNZ+1+1'");
    EXPECT_TRUE(whole) << body;
    if (!whole) return Result<carrier::Cusres>();
    return carrier::parse_cusres(whole->groups.front().messages.front());
  };
  EXPECT_TRUE(read("BGM+962'ERP+2:17'RFF+ABO:1'ERC+4Z'FTX+AAP+++A:B'"));
  EXPECT_EQ(read("BGM+962'ERP+2:17'ERC+4Z'FTX+AAP+++A'")->passengers.front().number, 17U);
  for (const char* body :
       {"BGM+132'ERP+2'ERC+0Z'FTX+AAP'", "BGM+962'", "BGM+962'ERP+3'ERC+0Z'FTX+AAP'",
        "BGM+962'ERP+2'FTX+AAP'", "BGM+962'ERP+2'ERC+3Z'FTX+AAP'", "BGM+962'ERP+2'ERC+0Z'",
        "BGM+962'ERP+2:X'ERC+0Z'FTX+AAP'", "BGM+962'ERP+1'ERC+4Z'FTX+AAP'ERP+2'ERC+0Z'FTX+AAP'",
        "BGM+962'ERP+2'ERC+0Z'FTX+AAP'LOC+87+ALA'"})
    EXPECT_FALSE(read(body)) << body;
}

}  // namespace
}  // namespace evisa::verifier
